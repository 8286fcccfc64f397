import { createClient } from "@ashlar/client";
import type { Candidate } from "./candidate.ts";

/** Signs in at a server as the demo administrator. */
export async function signedIn({ port }: Pick<Candidate, "port">) {
  const client = createClient({ url: `http://127.0.0.1:${port}` });
  const credentials = { email: "admin@ashlar.test", password: "correct-horse-battery" };
  const { user, token } = await client.auth.login.mutate(credentials);
  return { client, userId: user.id, headers: { authorization: `Bearer ${token}` } };
}
