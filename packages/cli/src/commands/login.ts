import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { createClient, safe } from "@ashlar/client";
import { defineCommand } from "citty";
import { failureText } from "../session/failure-text.ts";
import { keepToken, tokenFile } from "../session/kept-token.ts";
import { serverOrigin } from "../session/server-options.ts";
import { WrongUse } from "../wrong-use.ts";
import { fail } from "./fail.ts";

/** Signs in and keeps the session's token for further calls. */
export const login = defineCommand({
  meta: { name: "login", description: "Signs in to a server and keeps the token" },
  args: {
    url: { type: "string", description: "The server; default ASHLAR_URL or http://localhost:3000" },
    email: { type: "string", description: "The account; asked for where it is left out" },
    code: { type: "string", description: "A code of the second factor, where the account has one" },
  },
  run: async ({ args }) => {
    const url = serverOrigin(args.url);
    const { email, password } = await credentials(args.email);
    const input = { email, password, ...(args.code !== undefined && { code: args.code }) };
    const [session, error] = await safe(createClient({ url }).auth.login.mutate(input));
    if (error) {
      const needsCode = error.data?.failure?.code === "SECOND_FACTOR_REQUIRED";
      return fail(failureText(error), ...(needsCode ? ["Give the code with --code."] : []));
    }
    keepToken(url, session.token);
    console.log(`Signed in to ${url} as ${session.user.email}; the token is in ${tokenFile()}.`);
  },
});

/** Asks on a terminal, the password unseen; elsewhere the password is the first line of standard input. */
async function credentials(given: string | undefined): Promise<{ email: string; password: string }> {
  const isTerminal = process.stdin.isTTY === true;
  if (!isTerminal && given === undefined) throw new WrongUse("Give the account with --email.");
  const mute = { isOn: false };
  const output = new Writable({
    write: (chunk, _encoding, done) => {
      if (!mute.isOn) process.stderr.write(chunk);
      done();
    },
  });
  const terminal = createInterface({ input: process.stdin, output, terminal: isTerminal });
  try {
    const email = given ?? (await terminal.question("Email: "));
    if (isTerminal) process.stderr.write("Password: ");
    mute.isOn = true;
    const password = await terminal.question("");
    if (isTerminal) process.stderr.write("\n");
    return { email, password };
  } finally {
    terminal.close();
  }
}
