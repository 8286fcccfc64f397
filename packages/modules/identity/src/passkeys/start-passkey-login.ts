import type { CredentialDeps } from "../shared/credential-deps.ts";
import { challengeLifetimeMs } from "./challenge.ts";
import type { RequestOptions } from "./passkey-ports.ts";

/** Starts a sign-in with a passkey; the challenge is valid once, for five minutes. Names no account. */
export async function startPasskeyLogin(
  deps: Pick<CredentialDeps, "clock" | "ceremonies" | "transact">,
): Promise<RequestOptions> {
  const options = await deps.ceremonies.request();
  const expiresAt = new Date(deps.clock.now().getTime() + challengeLifetimeMs);
  await deps.transact(({ challenges }) =>
    challenges.issue(options.challenge, { purpose: "prove", userId: null, expiresAt }),
  );
  return options;
}
