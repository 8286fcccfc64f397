import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from "@simplewebauthn/server";
import { challengeLifetimeMs } from "../challenge.ts";
import type { PasskeyKey } from "../passkey.ts";
import type { PasskeyAnswer, PasskeyCeremonies } from "../passkey-ports.ts";

/** The site that passkeys are made for. */
export type RelyingParty = {
  readonly name: string;
  /** Such as `https://app.example.org`; its host is the id that passkeys are bound to. */
  readonly origin: string;
  /** Whether pages of another origin may ask for passkeys; browsers let those alone whose host is the id or below. */
  readonly allowsOrigin: (origin: string) => boolean;
};

const fromBase64Url = (text: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(Buffer.from(text, "base64url"));

/** Ed25519, ECDSA with P-256, RSA PKCS#1: what authenticators can do, best first. */
const algorithms = [-8, -7, -257];

/**
 * WebAuthn by @simplewebauthn/server.
 *
 * Attestation is not asked for: which make of authenticator somebody uses is not ours to judge. The library throws for
 * every answer that is malformed or wrong; that is one outcome here.
 */
export function webAuthnCeremonies({ name, origin, allowsOrigin }: RelyingParty): PasskeyCeremonies {
  const rpId = new URL(origin).hostname;
  const expectedOrigin = (clientDataJson: string): string => {
    const { origin: said } = clientDataIn(clientDataJson);
    return typeof said === "string" && allowsOrigin(said) ? said : origin;
  };
  return {
    creation: async (user, existing) => {
      const options = await generateRegistrationOptions({
        rpName: name,
        rpID: rpId,
        userName: user.email,
        userDisplayName: user.name,
        userID: new Uint8Array(Buffer.from(user.id)),
        supportedAlgorithmIDs: algorithms,
      });
      const authenticatorSelection = {
        residentKey: "required",
        requireResidentKey: true,
        userVerification: "required",
      };
      const { challenge, rp, user: shown } = options;
      return {
        challenge,
        rp,
        user: shown,
        pubKeyCredParams: algorithms.map((alg) => ({ type: "public-key", alg })),
        timeout: challengeLifetimeMs,
        excludeCredentials: existing.map(descriptorOf),
        attestation: "none",
        authenticatorSelection,
      };
    },
    request: async () => {
      const { challenge } = await generateAuthenticationOptions({ rpID: rpId });
      return { challenge, rpId, timeout: challengeLifetimeMs, userVerification: "required" };
    },
    challengeOf: ({ response }) => challengeIn(response.clientDataJSON),
    verifyCreation: async ({ id, rawId, type, response }, challenge) => {
      const { clientDataJSON, attestationObject, transports } = response;
      const { registrationInfo } = await verifyRegistrationResponse({
        response: {
          id,
          rawId,
          type,
          response: { clientDataJSON, attestationObject, ...(transports && { transports }) },
          clientExtensionResults: {},
        },
        expectedChallenge: challenge,
        expectedOrigin: expectedOrigin(clientDataJSON),
        expectedRPID: rpId,
        requireUserVerification: true,
        supportedAlgorithmIDs: algorithms,
      }).catch(() => ({ registrationInfo: undefined }));
      if (registrationInfo === undefined) return null;
      const { credential, credentialDeviceType } = registrationInfo;
      return {
        credentialId: credential.id,
        publicKey: Buffer.from(credential.publicKey).toString("base64url"),
        counter: credential.counter,
        transports: credential.transports ?? [],
        isSynced: credentialDeviceType === "multiDevice",
      };
    },
    verifyRequest: async (answer, challenge, { credentialId, publicKey, counter }, userId) => {
      if (!isHandleOf(answer.response.userHandle, userId)) return null;
      const verified = await verifyAuthenticationResponse({
        response: authenticationOf(answer),
        expectedChallenge: challenge,
        expectedOrigin: expectedOrigin(answer.response.clientDataJSON),
        expectedRPID: rpId,
        requireUserVerification: true,
        credential: { id: credentialId, publicKey: fromBase64Url(publicKey), counter },
      }).catch(() => null);
      return verified?.verified ? { counter: verified.authenticationInfo.newCounter } : null;
    },
  };
}

/** An answer need not name its user; one that names another is of no use (WebAuthn Level 3, section 7.2, step 6). */
const isHandleOf = (userHandle: string | undefined, userId: string): boolean =>
  userHandle === undefined || userHandle === Buffer.from(userId).toString("base64url");

const descriptorOf = ({ credentialId, transports }: PasskeyKey) => ({
  id: credentialId,
  type: "public-key" as const,
  transports: [...transports],
});

const authenticationOf = ({ id, rawId, type, response }: PasskeyAnswer) => {
  const { clientDataJSON, authenticatorData, signature, userHandle } = response;
  return {
    id,
    rawId,
    type,
    response: { clientDataJSON, authenticatorData, signature, ...(userHandle && { userHandle }) },
    clientExtensionResults: {},
  };
};

function challengeIn(clientDataJson: string): string | null {
  const { challenge } = clientDataIn(clientDataJson);
  return typeof challenge === "string" && challenge !== "" && challenge.length <= 200 ? challenge : null;
}

/** What the browser says that it asked, and where; nothing of it is believed before the signature is checked. */
function clientDataIn(clientDataJson: string): { readonly challenge?: unknown; readonly origin?: unknown } {
  try {
    return Object(JSON.parse(Buffer.from(clientDataJson, "base64url").toString("utf8")));
  } catch {
    return {};
  }
}
