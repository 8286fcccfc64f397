import { createClient } from "@ashlar/client";
import { defineCommand } from "citty";
import { keepToken, keptToken } from "../session/kept-token.ts";
import { serverOrigin } from "../session/server-options.ts";

/** Ends the kept session and forgets its token. */
export const logout = defineCommand({
  meta: { name: "logout", description: "Ends the session of `ashlar login`" },
  args: { url: { type: "string", description: "The server; default ASHLAR_URL or http://localhost:3000" } },
  run: async ({ args }) => {
    const url = serverOrigin(args.url);
    const token = keptToken(url);
    if (token === undefined) return console.log(`There is no session at ${url}.`);
    keepToken(url, null);
    // The token is forgotten in any case; a server that is away ends the session when its time is over.
    await createClient({ url, token })
      .auth.logout.mutate()
      .catch(() => undefined);
    console.log(`Signed out of ${url}.`);
  },
});
