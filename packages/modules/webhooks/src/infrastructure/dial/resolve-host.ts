import { Resolver } from "node:dns/promises";

/**
 * Asks for all addresses of a name; none when it has none or nobody answers.
 *
 * @throws the signal's reason when it aborts.
 */
export type ResolveHost = (name: string, signal: AbortSignal) => Promise<readonly string[]>;

/**
 * Asks name servers for A and AAAA records.
 *
 * Not `dns.lookup`: that reads the hosts file, adds search domains, and holds a thread of the pool that files and
 * ciphers share, for as long as a name server likes.
 */
export const resolveHost: ResolveHost = async (name, signal) => {
  const resolver = new Resolver({ timeout: 2_000, tries: 2 });
  const cancel = (): void => resolver.cancel();
  signal.addEventListener("abort", cancel, { once: true });
  try {
    const answers = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
    signal.throwIfAborted();
    return answers.flatMap((answer) => (answer.status === "fulfilled" ? answer.value : []));
  } finally {
    signal.removeEventListener("abort", cancel);
  }
};
