import {
  type Actor,
  type Clock,
  currentRequestScope,
  inRequestScope,
  type RequestScope,
} from "@ashlar/kernel";
import { bindCalls, type CallContext, detachedContext, noPolicies } from "@ashlar/rpc";
import { createSpine, type Spine } from "@ashlar/spine";
import { type FakeClock, fakeClock, silentLog, type TestDatabase, testDatabase } from "@ashlar/testing";
import { expect } from "vitest";
import {
  type AccountLetter,
  type AccountLink,
  createIdentityModule,
  type IdentityModule,
  type IdentityOptions,
} from "../src/index.ts";

/** A mail as it went out. */
export type AccountMail = AccountLetter & AccountLink;

/** Cheap hashes: the tests that use this are not about their cost. */
const argon = { memoryKiB: 64, passes: 1 };

export const password = "violet harbour mango 71";

/** Where a front end of its own is served. */
export const admittedOrigin = "http://localhost:5173";

export type SignedIn = {
  readonly user: { readonly id: string; readonly email: string };
  readonly token: string;
};

export type IdentityHarness = {
  readonly database: TestDatabase;
  readonly clock: FakeClock;
  readonly module: IdentityModule;
  readonly spine: Spine;
  /** What was handed to the mail server, newest last. */
  readonly mails: readonly AccountMail[];
  /** Does the jobs and delivers the events that are due, until none is. */
  readonly settle: () => Promise<void>;
  /** Calls a procedure as a surface does: gate, validation, handler, output. */
  readonly call: (
    path: string,
    input?: unknown,
    actor?: Actor | null,
    address?: string | null,
  ) => Promise<unknown>;
  readonly register: (email: string, name?: string) => Promise<SignedIn>;
  readonly login: (email: string, password?: string) => Promise<SignedIn>;
  /** Who a token stands for. */
  readonly actorOf: (token: string) => Promise<Actor>;
  /** Signs in, with these roles, as far as they are not the default. */
  readonly actorWith: (email: string, roles?: readonly string[]) => Promise<Actor>;
  /** What the surface was handed, newest last; null for a session taken back. */
  readonly granted: ({ readonly token: string; readonly expiresAt: Date } | null)[];
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** What a deployment may ask for beyond the default. */
export type Policy = Pick<
  IdentityOptions,
  "breachedPasswords" | "secondFactorRoles" | "providers" | "passwordWork"
>;

/** The module on a database of its own. */
export async function identityHarness(policy: Policy = {}): Promise<IdentityHarness> {
  const database = await testDatabase();
  const clock = fakeClock();
  const spine = createSpine({ database: database.connection, log: silentLog, clock });
  const mails: AccountMail[] = [];
  const module = identityOn(database, clock, policy, spine, mails);
  const granted: IdentityHarness["granted"] = [];
  const calls = new Map(bindCalls(module.procedures, noPolicies).map(({ path, call }) => [path, call]));
  const call: IdentityHarness["call"] = (path, input, actor = null, address = "192.0.2.7") => {
    const bound = calls.get(path);
    if (!bound) throw new Error(`No procedure ${path}`);
    const scope = { ...(currentRequestScope() ?? idle()), address };
    return inRequestScope(scope, () => bound(contextOf(actor, granted, address), input));
  };
  // Sound: the output schema of both procedures has just checked the answer.
  const signIn = async (path: string, input: unknown): Promise<SignedIn> =>
    (await call(path, input)) as SignedIn;
  const actorOf = async (token: string): Promise<Actor> => {
    const actor = await module.authenticate({ token, via: "bearer" });
    if (actor === null) throw new Error("The token stands for nobody.");
    return actor;
  };
  const register = (email: string, name = "Some Body") => signIn("auth.register", { email, password, name });
  return {
    database,
    clock,
    module,
    spine,
    mails,
    settle: () => settled(spine, database),
    call,
    granted,
    register,
    actorOf,
    login: (email, given = password) => signIn("auth.login", { email, password: given }),
    actorWith: async (email, roles = ["customer"]) => {
      const { user, token } = await register(email);
      await database.sql`update users set roles = ${[...roles]} where id = ${user.id}`;
      return actorOf(token);
    },
    [Symbol.asyncDispose]: async () => {
      await spine.close();
      await database[Symbol.asyncDispose]();
    },
  };
}

/** A request that nobody ends. */
const idle = (): RequestScope => ({
  requestId: "test",
  traceparent: "",
  signal: new AbortController().signal,
  log: silentLog,
});

async function settled(spine: Spine, { sql }: TestDatabase): Promise<void> {
  const worker = spine.startWorker();
  await expect
    .poll(async () => (await sql`select 1 from jobs where state <> 'dead'`).length, { timeout: 10_000 })
    .toBe(0);
  await worker.stop();
}

/** Another process on the same database, as far as the module can tell. */
export const identityOn = (
  database: TestDatabase,
  clock: Clock,
  policy: Policy = {},
  spine: Spine = createSpine({ database: database.connection, log: silentLog, clock }),
  mails: AccountMail[] = [],
): IdentityModule =>
  createIdentityModule({
    database: database.connection,
    spine,
    mailer: {
      send: async (_key, letter, makeLink) => {
        const link = await makeLink();
        if (link !== null) mails.push({ ...letter, ...link });
      },
    },
    clock,
    allowsOrigin: (origin) => origin === admittedOrigin,
    isProduction: false,
    argon,
    ...policy,
  });

const contextOf = (
  actor: Actor | null,
  granted: IdentityHarness["granted"],
  address: string | null,
): CallContext => ({
  ...detachedContext(actor, { requestId: "test", address, userAgent: "vitest" }),
  credentials: {
    grantSession: (token, expiresAt) => granted.push({ token, expiresAt }),
    withdrawSession: () => granted.push(null),
    replaced: () => null,
  },
});
