import type { Client } from "@ashlar/client";

type Call = (input: unknown, options: { readonly context: Record<string, unknown> }) => Promise<unknown>;

/** A procedure of a client, found by its path. */
export type RemoteProcedure = {
  readonly call: Call;
  readonly subscribe: (input: unknown, on: Listeners) => { readonly unsubscribe: () => void };
};

type Listeners = {
  readonly onData: (message: unknown) => void;
  readonly onError: (error: unknown) => void;
};

/** @param kind - A query is called with GET, a mutation with POST. */
export function remoteProcedure(
  client: Client,
  path: string,
  kind: "query" | "mutation" | "subscription",
): RemoteProcedure {
  // Sound: the path is one of the contract, of which the client has every procedure.
  const node = path.split(".").reduce<object>((at, name) => Reflect.get(at, name) as object, client);
  return {
    call: (input, options) =>
      (Reflect.get(node, kind === "query" ? "query" : "mutate") as Call)(input, options),
    subscribe: (input, on) => (Reflect.get(node, "subscribe") as RemoteProcedure["subscribe"])(input, on),
  };
}
