import { createCipheriv, createDecipheriv, hash, hkdfSync, randomBytes } from "node:crypto";

/** Encrypts secrets that have to be read again. */
export type Cipher = {
  /** @param place - Where the secret is kept; what is moved elsewhere cannot be opened there. */
  readonly seal: (secret: string, place: string) => string;
  /** @throws Error for a text that was not sealed for this place, or with a key that is not known any more. */
  readonly open: (sealed: string, place: string) => string;
};

type Key = { readonly id: string; readonly bytes: Buffer };

/**
 * Seals with AES-256-GCM; the text says which key it was sealed with.
 *
 * @param secrets - Each of 32 characters or more. The first seals, all open: put a new one in front to rotate.
 * @throws RangeError for none, or for a short one.
 * @see NIST SP 800-38D; the nonce is random, so one key seals at most 2³² secrets.
 */
export function cipher(secrets: readonly string[]): Cipher {
  const keys = secrets.map(keyOf);
  const [current] = keys;
  if (current === undefined) throw new RangeError("There is no secret to seal with.");
  return {
    seal: (secret, place) => {
      const nonce = randomBytes(12);
      const encryption = createCipheriv("aes-256-gcm", current.bytes, nonce).setAAD(Buffer.from(place));
      const text = Buffer.concat([
        nonce,
        encryption.update(secret, "utf8"),
        encryption.final(),
        encryption.getAuthTag(),
      ]);
      return `v1.${current.id}.${text.toString("base64url")}`;
    },
    open: (sealed, place) => {
      const [version, keyId, text = ""] = sealed.split(".");
      const key = keys.find(({ id }) => id === keyId);
      if (version !== "v1" || key === undefined)
        throw new Error("The secret was sealed with an unknown key.");
      const bytes = Buffer.from(text, "base64url");
      const decipher = createDecipheriv("aes-256-gcm", key.bytes, bytes.subarray(0, 12))
        .setAAD(Buffer.from(place))
        .setAuthTag(bytes.subarray(-16));
      return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString("utf8");
    },
  };
}

function keyOf(secret: string): Key {
  if (secret.length < 32) throw new RangeError("A secret to seal with has 32 characters or more.");
  const bytes = Buffer.from(hkdfSync("sha256", secret, "", "ashlar sealing v1", 32));
  return { id: hash("sha256", bytes, "base64url").slice(0, 8), bytes };
}
