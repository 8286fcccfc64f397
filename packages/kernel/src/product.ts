/** Name of the product, as people read it: in mails, authenticator apps and documents. */
const name = "Ashlar";
/** The same for programs, in lower case. */
const id = "ashlar";

/**
 * What is published under the product's name, for clients, operators and other systems to rely on. Who makes the product
 * their own changes it here, before the first release.
 */
export const product = {
  name,
  id,
  /** Of the session cookie; `__Host-` is put in front in production. */
  sessionCookie: `${id}_session`,
  /** Of the cookie that holds a sign-in at a provider together. */
  signInCookie: `${id}_sign_in`,
  /** In front of every API key. */
  apiKeyPrefix: `${id}_`,
  /** In front of every metric. */
  metricPrefix: `${id}_`,
  /** Type of an error in RFC 9457 problems, before its code. */
  errorUrn: `urn:${id}:error:`,
  /** Subject of NATS and topic of Kafka to which events go. */
  eventSubject: `${id}.events`,
  /** Sender of mails where none is configured. */
  mailSender: `${name} <no-reply@localhost>`,
  /** First words of a backup. */
  backupFormat: `${id} backup`,
} as const;
