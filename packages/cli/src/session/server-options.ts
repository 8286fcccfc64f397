import { type Client, createClient } from "@ashlar/client";
import { env } from "../env.ts";
import { WrongUse } from "../wrong-use.ts";
import { keptToken } from "./kept-token.ts";

const defaultUrl = "http://localhost:3000";

/** Origin of the server that is meant. @throws WrongUse where it is no http address. */
export function serverOrigin(given: string | undefined): string {
  const url = given ?? env.url ?? defaultUrl;
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw new WrongUse(`--url is an address such as ${defaultUrl}; it is ${url}.`);
  return new URL(url).origin;
}

type Given = {
  readonly url?: string | undefined;
  readonly token?: string | undefined;
  readonly apiKey?: string | undefined;
};

/** A client with the credential that was given, is in the environment, or was kept by `ashlar login`, in this order. */
export function serverClient({ url, token, apiKey }: Given): {
  readonly client: Client;
  readonly origin: string;
} {
  const origin = serverOrigin(url);
  const key = apiKey ?? (token === undefined ? env.apiKey : undefined);
  const bearer = token ?? (key === undefined ? (env.token ?? keptToken(origin)) : undefined);
  // Neither is sent where it is null; and no cookie, as this is no browser.
  const credential = key === undefined ? { token: () => bearer } : { apiKey: key };
  return { client: createClient({ url: origin, ...credential }), origin };
}
