import { webhookErrors } from "../domain/errors.ts";
import type { WebhooksDeps } from "./ports.ts";

/** The address as it is stored. @throws WEBHOOK_URL_REFUSED when events are not sent to such an address. */
export function acceptedUrl({ readUrl }: Pick<WebhooksDeps, "readUrl">, asked: string): string {
  const read = readUrl(asked);
  if ("refusal" in read) throw webhookErrors.WEBHOOK_URL_REFUSED({ reason: read.refusal });
  return read.url;
}
