import { z } from "zod";
import { Id } from "./ids.ts";
import { text } from "./text.ts";

/** Bytes as WebAuthn writes them in JSON: base64url without padding. */
const bytes = (maximum: number) =>
  z
    .string()
    .min(1)
    .max(maximum)
    .regex(/^[A-Za-z0-9_-]+$/);

const Attachment = z.enum(["platform", "cross-platform"]).nullish();
const Transports = z.array(text(0, 32)).max(10);

/** A way to sign in that a device keeps: nothing to remember, nothing to be phished. */
export const Passkey = z
  .object({
    id: Id,
    name: z.string(),
    createdAt: z.date(),
    lastUsedAt: z.date().nullable(),
    /** It exists on more than one device of its owner. */
    isSynced: z.boolean(),
  })
  .meta({ id: "Passkey" });

/**
 * What `navigator.credentials.create` answered, by `toJSON()`.
 *
 * @see https://www.w3.org/TR/webauthn-3/#dictdef-registrationresponsejson
 */
export const PasskeyRegistration = z
  .object({
    id: bytes(1_400),
    rawId: bytes(1_400),
    type: z.literal("public-key"),
    response: z.object({
      clientDataJSON: bytes(4_000),
      attestationObject: bytes(20_000),
      transports: Transports.optional(),
    }),
    authenticatorAttachment: Attachment,
  })
  .meta({ id: "PasskeyRegistration" });

/**
 * What `navigator.credentials.get` answered, by `toJSON()`.
 *
 * @see https://www.w3.org/TR/webauthn-3/#dictdef-authenticationresponsejson
 */
export const PasskeyAssertion = z
  .object({
    id: bytes(1_400),
    rawId: bytes(1_400),
    type: z.literal("public-key"),
    response: z.object({
      clientDataJSON: bytes(4_000),
      authenticatorData: bytes(4_000),
      signature: bytes(2_000),
      userHandle: bytes(100).optional(),
    }),
    authenticatorAttachment: Attachment,
  })
  .meta({ id: "PasskeyAssertion" });

const Descriptor = z.object({
  id: z.string(),
  type: z.literal("public-key"),
  transports: z.array(z.string()).optional(),
});

/** Goes through `PublicKeyCredential.parseCreationOptionsFromJSON` into `navigator.credentials.create`. */
export const PasskeyCreation = z
  .object({
    challenge: z.string(),
    rp: z.object({ id: z.string().optional(), name: z.string() }),
    user: z.object({ id: z.string(), name: z.string(), displayName: z.string() }),
    pubKeyCredParams: z.array(z.object({ type: z.literal("public-key"), alg: z.int() })),
    timeout: z.int().optional(),
    excludeCredentials: z.array(Descriptor).optional(),
    authenticatorSelection: z.object({
      residentKey: z.string(),
      requireResidentKey: z.boolean(),
      userVerification: z.string(),
    }),
    attestation: z.string().optional(),
  })
  .meta({ id: "PasskeyCreation" });

/** Goes through `PublicKeyCredential.parseRequestOptionsFromJSON` into `navigator.credentials.get`. */
export const PasskeyRequest = z
  .object({
    challenge: z.string(),
    rpId: z.string().optional(),
    timeout: z.int().optional(),
    allowCredentials: z.array(Descriptor).optional(),
    userVerification: z.string(),
  })
  .meta({ id: "PasskeyRequest" });
