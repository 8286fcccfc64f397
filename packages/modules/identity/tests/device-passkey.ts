import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";

type Creation = { readonly challenge: string };
type Request = { readonly challenge: string };

/** A passkey on a device of its own, which answers as a browser does, without one. */
export type DevicePasskey = {
  readonly create: (options: Creation) => object;
  readonly get: (options: Request) => object;
};

const encoded = (bytes: Buffer): string => bytes.toString("base64url");
const sha256 = (bytes: string | Buffer): Buffer => createHash("sha256").update(bytes).digest();

/** Present, verified; with `attested`, a new key follows. */
const flags = { shown: 0x05, attested: 0x45 } as const;

/**
 * Makes a key of P-256 and answers with it, without attestation and with a counter that stays 0, as synced passkeys do.
 *
 * @see https://www.w3.org/TR/webauthn-3/#sctn-authenticator-data
 */
export function devicePasskey(origin = "http://localhost:3000"): DevicePasskey {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const { x = "", y = "" } = publicKey.export({ format: "jwk" });
  const id = randomBytes(16);
  const name = { id: encoded(id), rawId: encoded(id), type: "public-key" };
  const party = sha256(new URL(origin).hostname);
  const clientData = (type: string, challenge: string): Buffer =>
    Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  const data = (flag: number, ...more: readonly Buffer[]): Buffer =>
    Buffer.concat([party, Buffer.from([flag]), Buffer.alloc(4), ...more]);
  // COSE, in CBOR: {1: 2 (EC2), 3: -7 (ES256), -1: 1 (P-256), -2: x, -3: y}.
  const cose = Buffer.concat([
    Buffer.from("a5010203262001215820", "hex"),
    Buffer.from(x, "base64url"),
    Buffer.from("225820", "hex"),
    Buffer.from(y, "base64url"),
  ]);
  return {
    create: ({ challenge }) => {
      const made = data(flags.attested, Buffer.alloc(16), Buffer.from([0, id.length]), id, cose);
      // {fmt: "none", attStmt: {}, authData: bytes of a length below 256}.
      const attestation = Buffer.concat([
        Buffer.from("a363666d74646e6f6e656761747453746d74a0686175746844617461", "hex"),
        Buffer.from([0x58, made.length]),
        made,
      ]);
      const clientDataJSON = encoded(clientData("webauthn.create", challenge));
      return { ...name, response: { clientDataJSON, attestationObject: encoded(attestation) } };
    },
    get: ({ challenge }) => {
      const client = clientData("webauthn.get", challenge);
      const shown = data(flags.shown);
      const signature = sign("sha256", Buffer.concat([shown, sha256(client)]), privateKey);
      return {
        ...name,
        response: {
          clientDataJSON: encoded(client),
          authenticatorData: encoded(shown),
          signature: encoded(signature),
        },
      };
    },
  };
}
