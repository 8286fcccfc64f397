import { createHmac } from "node:crypto";

const prefix = "whsec_";

/** What a secret is made of. @throws RangeError when it is not one: the caller's bug. */
function keyOf(secret: string): Buffer {
  if (!secret.startsWith(prefix)) throw new RangeError("It is not a signing secret.");
  return Buffer.from(secret.slice(prefix.length), "base64");
}

/** Writes 24 to 64 random bytes as a signing secret. */
export const signingSecret = (bytes: Uint8Array): string => prefix + Buffer.from(bytes).toString("base64");

/**
 * The headers that prove where a message comes from and when, with a signature for each secret.
 *
 * @see Standard Webhooks, "Signature scheme": https://www.standardwebhooks.com
 */
export function signatureHeaders(
  id: string,
  at: Date,
  body: string,
  secrets: readonly string[],
): Readonly<Record<"webhook-id" | "webhook-timestamp" | "webhook-signature", string>> {
  const timestamp = String(Math.floor(at.getTime() / 1_000));
  const signed = `${id}.${timestamp}.${body}`;
  const signatures = secrets.map(
    (secret) => `v1,${createHmac("sha256", keyOf(secret)).update(signed).digest("base64")}`,
  );
  return { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signatures.join(" ") };
}
