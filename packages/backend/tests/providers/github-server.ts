import { createHash } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";

export type GithubEmail = { readonly email: string; readonly primary: boolean; readonly verified: boolean };

export type GithubServer = {
  readonly url: string;
  readonly setEmails: (emails: readonly GithubEmail[]) => void;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** As much of GitHub as a sign-in touches: codes bound to a PKCE challenge, tokens, two questions to the API. */
export async function githubServer(): Promise<GithubServer> {
  const challenges = new Map<string, string>();
  let emails: readonly GithubEmail[] = [];
  const answerOf = async (request: IncomingMessage): Promise<unknown> => {
    const { pathname } = new URL(request.url ?? "", "http://host");
    if (pathname === "/login/oauth/access_token") {
      const form = new URLSearchParams(await text(request));
      const code = form.get("code") ?? "";
      const verifier = createHash("sha256")
        .update(form.get("code_verifier") ?? "")
        .digest("base64url");
      const isRight = challenges.get(code) === verifier;
      challenges.delete(code);
      if (!isRight) return { error: "bad_verification_code" };
      return { access_token: "gho_test", token_type: "bearer", scope: "read:user,user:email" };
    }
    if (request.headers.authorization !== "Bearer gho_test") return { message: "Requires authentication" };
    return pathname === "/user" ? { id: 583_231, login: "octocat", name: null } : emails;
  };
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "", "http://host");
    if (pathname === "/login/oauth/authorize") {
      const code = `code-${challenges.size}-${searchParams.get("state")}`;
      challenges.set(code, searchParams.get("code_challenge") ?? "");
      const back = new URL(searchParams.get("redirect_uri") ?? "");
      back.searchParams.set("code", code);
      back.searchParams.set("state", searchParams.get("state") ?? "");
      response.writeHead(302, { location: back.href }).end();
      return;
    }
    void answerOf(request).then((body) => {
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (typeof address !== "object" || !address) throw new Error("The server has no port.");
  return {
    url: `http://127.0.0.1:${address.port}`,
    setEmails: (next) => {
      emails = next;
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
