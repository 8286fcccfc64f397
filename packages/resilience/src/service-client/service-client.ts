import { type AnyEntry, type ContractTree, isEntry } from "@ashlar/contracts";
import { type Log, Unavailable } from "@ashlar/kernel";
import { type PeerCall, type PeerDeps, peerCall } from "./call-peer.ts";
import type { RetryOptions } from "./in-attempts.ts";
import { type BreakerOptions, type BulkheadOptions, type PeerHealth, protection } from "./protection.ts";
import type { Fallbacks, ServiceCalls } from "./service-calls.ts";

export type ServiceClientOptions<Tree> = {
  /** What the peer is called in messages, logs and metrics. */
  readonly name: string;
  readonly contract: Tree;
  /** Of the peer, without the `/api/v1` of its routes. */
  readonly url: string;
  readonly log: Log;
  /** Bearer token that the peer knows this service by. */
  readonly token?: string;
  /** For one attempt, answer included; default 3,000. The request's own deadline is always kept. */
  readonly timeoutMs?: number;
  readonly retries?: RetryOptions;
  readonly breaker?: BreakerOptions;
  readonly bulkhead?: BulkheadOptions;
  readonly fallback?: Fallbacks<Tree>;
  /** Longest answer that is read; default 1,048,576. */
  readonly maximumAnswerBytes?: number;
};

export type ServiceClient<Tree> = {
  readonly calls: ServiceCalls<Tree>;
  readonly health: () => PeerHealth;
};

/**
 * Makes the typed client of a peer from its contract, over REST.
 *
 * Every call ends: in the contract's output, in a DomainError that the contract declares, or in Unavailable, whose
 * `outcomeUnknown` says whether a change may have happened. Attempts are repeated, with full jitter, only where the
 * contract says that repeating is harmless (queries, `natural`, and `key` with the same key), within the deadline of
 * the request in progress. The breaker and the bulkhead are shared by all calls of this client.
 *
 * @throws TypeError from a call whose input breaks the contract: the caller's bug.
 */
export function serviceClient<Tree extends ContractTree>(
  options: ServiceClientOptions<Tree>,
): ServiceClient<Tree> {
  const { name, contract, url, log, token, breaker = {}, bulkhead = {}, retries = {} } = options;
  const deps: PeerDeps = {
    wire: {
      peer: name,
      baseUrl: `${url.replace(/\/+$/, "")}/api/v1`,
      maximumAnswerBytes: options.maximumAnswerBytes ?? 1_048_576,
    },
    token,
    timeoutMs: options.timeoutMs ?? 3_000,
    retries,
    protection: protection(name, breaker, bulkhead, log),
    log,
  };
  const bind = (path: string, entry: AnyEntry, fallback: unknown): PeerCall =>
    withFallback(peerCall(deps, path, entry), fallback);
  return {
    // Sound: the walk gives every entry of the contract the call that its types describe.
    calls: bound(contract, options.fallback, "", bind) as ServiceCalls<Tree>,
    health: deps.protection.health,
  };
}

type Bound = { readonly [name: string]: PeerCall | Bound };

function bound(
  tree: ContractTree,
  fallbacks: object | undefined,
  prefix: string,
  bind: (path: string, entry: AnyEntry, fallback: unknown) => PeerCall,
): Bound {
  const calls: Record<string, PeerCall | Bound> = {};
  for (const [name, node] of Object.entries(tree)) {
    const path = prefix === "" ? name : `${prefix}.${name}`;
    const below: unknown = fallbacks && Reflect.get(fallbacks, name);
    if (!isEntry(node)) calls[name] = bound(node, isFolder(below) ? below : undefined, path, bind);
    else if (node.kind !== "subscription") calls[name] = bind(path, node, below);
  }
  return calls;
}

const isFolder = (value: unknown): value is object => typeof value === "object" && value !== null;

function withFallback(call: PeerCall, fallback: unknown): PeerCall {
  if (typeof fallback !== "function") return call;
  return async (input, options) => {
    try {
      return await call(input, options);
    } catch (error) {
      if (error instanceof Unavailable) return fallback(input, error);
      throw error;
    }
  };
}
