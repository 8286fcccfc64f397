import type { Failure } from "../../domain/outcome.ts";

/** What a status means for a delivery; null for success. */
export function failureOfStatus(status: number): Failure | null {
  if (status >= 200 && status < 300) return null;
  if (status === 410) return "gone";
  return status >= 300 && status < 400 ? "redirected" : "answered-error";
}

const tlsCode = /^(ERR_TLS|ERR_SSL|ERR_OSSL|CERT_|CRL_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|HOSTNAME_|EPROTO)/;

/** What an error on the way means for a delivery. */
export function failureOfError(error: unknown): Failure {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (tlsCode.test(code)) return "tls-refused";
  // The parser's: something answered, but not HTTP.
  return code.startsWith("HPE_") ? "answered-error" : "not-reachable";
}
