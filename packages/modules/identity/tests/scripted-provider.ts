import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { IdentityHarness, Policy } from "./identity-harness.ts";

export type ScriptedProvider = {
  readonly options: NonNullable<Policy["providers"]>[number];
  /**
   * Signs a person in there and here.
   *
   * @param subject - The account's number at the provider; its address is verified there.
   * @returns the session's token, or the code of the refusal.
   */
  readonly signIn: (
    identity: IdentityHarness,
    subject: number,
    email: string,
  ) => Promise<{ readonly token: string | null; readonly error: string | null }>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** A service in the manner of GitHub where everybody has every account that they name. */
export async function scriptedProvider(): Promise<ScriptedProvider> {
  const emails = new Map<string, string>();
  const server = createServer((request, response) => {
    const subject = request.headers.authorization?.replace(/^Bearer /i, "") ?? "";
    const json = (answer: unknown) => response.end(JSON.stringify(answer));
    response.setHeader("content-type", "application/json");
    if (request.url === "/user") json({ id: Number(subject), name: "Some Body", login: "somebody" });
    else if (request.url === "/user/emails")
      json([{ email: emails.get(subject), primary: true, verified: true }]);
    else {
      let body = "";
      request.on("data", (chunk) => {
        body += chunk;
      });
      // The code names the account, and is its access token too.
      request.on("end", () =>
        json({ access_token: new URLSearchParams(body).get("code"), token_type: "Bearer" }),
      );
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // Sound: it listens on a port, not on a pipe.
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    options: {
      kind: "github",
      name: "hub",
      label: "Hub",
      issuer,
      apiUrl: issuer,
      clientId: "c",
      clientSecret: "s",
    },
    signIn: async ({ module: { providerSignIn } }, subject, email) => {
      emails.set(String(subject), email);
      const begun = await providerSignIn.begin("hub", null);
      const state = new URL(begun?.url ?? "").searchParams.get("state");
      const origin = { userAgent: null, address: null };
      const query = `?code=${subject}&state=${state}`;
      const { session, error } = await providerSignIn.finish(
        "hub",
        query,
        begun?.secret ?? null,
        origin,
        null,
      );
      return { token: session?.token ?? null, error };
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
