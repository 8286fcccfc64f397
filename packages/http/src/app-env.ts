import type { Actor } from "@ashlar/kernel";
import type { CredentialSink, RequestFacts, ResponseSink } from "@ashlar/rpc";
import type { HttpBindings } from "@hono/node-server";
import type { Context } from "hono";

/** What the steps of the pipeline establish, each for those behind it. */
export type AppEnv = {
  Bindings: HttpBindings;
  Variables: {
    request: RequestFacts;
    credentials: CredentialSink;
    response: ResponseSink;
    actor: Actor | null;
    /** The actor, where a cookie told who that is. */
    cookieActor: Actor | null;
    reauthenticate: () => Promise<Actor | null>;
    /** Takes the request out of its deadline: a stream lives as long as its client. */
    keepOpen: () => void;
  };
};

export type AppContext = Context<AppEnv>;
