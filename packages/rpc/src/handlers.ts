import type { Entry, Kind, Tracked } from "@ashlar/contracts";
import type { Actor } from "@ashlar/kernel";
import type { z } from "zod";
import type { CredentialSink, RequestFacts } from "./call-context.ts";

/** `actor` is never null behind a gate; a public procedure has a `viewer` instead, who may be nobody. */
type Caller<Access> = Access extends "public" ? { readonly viewer: Actor | null } : { readonly actor: Actor };

/** What a handler is called with. */
export type Call<Access, Input> = Caller<Access> & {
  readonly input: Input;
  readonly request: RequestFacts;
  readonly credentials: CredentialSink;
};

/** A stream that is open: its messages are those after the position that it has at first. */
export type OpenedStream<Data> = {
  /**
   * Where it stands: whatever it has up to there has been read. The client is told before any message and with every
   * heartbeat, and continues after it when it is cut off.
   */
  readonly position: () => string;
  readonly messages: AsyncIterable<Tracked<Data>>;
};

type Answer<K extends Kind, Output> = K extends "subscription" ? OpenedStream<Output> : Output;

export type Handler<K extends Kind, Access, Input, Output> = (
  call: Call<Access, Input>,
) => Promise<Answer<K, Output>>;

/** One handler for every entry: a missing one, or a wrong answer, does not compile. */
export type HandlersOf<Tree> = {
  readonly [Name in keyof Tree]: Tree[Name] extends Entry<infer K, infer A, infer I, infer O, infer _E>
    ? Handler<K, A, z.output<I>, z.input<O>>
    : HandlersOf<Tree[Name]>;
};
