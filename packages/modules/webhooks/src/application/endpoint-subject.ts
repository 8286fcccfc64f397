import type { Endpoint } from "../domain/endpoint.ts";

/** How audit entries name an endpoint. */
export const endpointSubject = ({ id, url }: Pick<Endpoint, "id" | "url">) => ({
  subject: { kind: "webhook-endpoint", id },
  details: { host: new URL(url).host },
});
