import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";
import { env } from "../env.ts";

const Tokens = z.record(z.string(), z.string());

/** Where `ashlar login` keeps tokens by server: in the user's configuration folder, readable by the user alone. */
export const tokenFile = (): string => join(env.configFolder, "ashlar", "tokens.json");

/** The token for a server; undefined without one. */
export const keptToken = (origin: string): string | undefined => readTokens()[origin];

/** @param token - Null forgets the one for this server. */
export function keepToken(origin: string, token: string | null): void {
  const { [origin]: _, ...others } = readTokens();
  const file = tokenFile();
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const tokens = token === null ? others : { ...others, [origin]: token };
  writeFileSync(file, `${JSON.stringify(tokens, null, 2)}\n`, { mode: 0o600 });
  // A file that was there keeps its mode otherwise.
  chmodSync(file, 0o600);
}

function readTokens(): Readonly<Record<string, string>> {
  try {
    return Tokens.parse(JSON.parse(readFileSync(tokenFile(), "utf8")));
  } catch {
    return {};
  }
}
