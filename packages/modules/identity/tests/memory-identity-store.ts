import { randomBytes } from "node:crypto";
import { decodeCursor, encodeCursor, offsetOf, toPage } from "@ashlar/database";
import { uuidV7 } from "@ashlar/kernel";
import type { AccountToken, TokenPurpose } from "../src/accounts/account-token.ts";
import { isActiveAdmin, type User } from "../src/accounts/user.ts";
import type { Session } from "../src/sessions/session.ts";
import { absoluteEnd, expiryAfterUse, sessionLifetime } from "../src/sessions/session-lifetime.ts";
import { identityErrors } from "../src/shared/errors.ts";
import type { IdentityWriters } from "../src/shared/identity-deps.ts";
import type { Credentials, UserQuery } from "../src/shared/ports.ts";
import type { IdentityStore } from "./identity-store.ts";

type State = {
  readonly accounts: Map<string, Credentials>;
  readonly sessions: Map<string, Session>;
  readonly tokens: Map<string, AccountToken>;
  readonly places: Set<string>;
};

/** Keeps accounts and sessions in memory; units of work run one after the other. Passes the contract suite of the ports. */
export function memoryIdentityStore(): IdentityStore {
  let state: State = { accounts: new Map(), sessions: new Map(), tokens: new Map(), places: new Set() };
  let last: Promise<unknown> = Promise.resolve();
  return {
    users: {
      find: async (userId) => state.accounts.get(userId)?.user ?? null,
      credentialsOf: async (userId) => state.accounts.get(userId) ?? null,
      credentialsByEmail: async (email) =>
        [...state.accounts.values()].find(({ user }) => user.email === email) ?? null,
      list: async (query) => {
        const list = `memory.${query.sort}.${query.order}`;
        const skipped = offsetOf(query);
        const after = query.cursor === undefined ? null : decodeCursor(list, query.cursor, () => true);
        const matching = [...state.accounts.values()]
          .map(({ user }) => user)
          .filter((user) => matches(query, user))
          .sort((left, right) => compared(query, keyOf(query, left), keyOf(query, right)));
        const rest = after
          ? matching.filter((user) => compared(query, keyOf(query, user), [after.value, after.id]) > 0)
          : matching.slice(skipped);
        const cursorOf = (user: User): string => {
          const [value, id] = keyOf(query, user);
          return encodeCursor(list, { value, id });
        };
        return toPage(rest.slice(0, query.limit + 1), query, cursorOf, matching.length);
      },
    },
    sessions: {
      listOf: async (userId, at) => newestOf(state, userId).filter(({ expiresAt }) => expiresAt > at),
    },
    accountTokens: {
      find: async (purpose, token, at) => liveToken(state, purpose, token, at),
    },
    transact: (work) => {
      const run = async () => {
        const draft = {
          accounts: new Map(state.accounts),
          sessions: new Map(state.sessions),
          tokens: new Map(state.tokens),
          places: new Set(state.places),
        };
        const result = await work(memoryWriters(draft));
        state = draft;
        return result;
      };
      const result = last.then(run, run);
      last = result.catch(() => undefined);
      return result;
    },
    [Symbol.asyncDispose]: async () => undefined,
  };
}

type Key = readonly [value: string, id: string];

const keyOf = ({ sort }: UserQuery, user: User): Key => [
  sort === "createdAt" ? user.createdAt.toISOString() : user[sort],
  user.id,
];

function compared({ order }: UserQuery, [value, id]: Key, [otherValue, otherId]: Key): number {
  const isAfter = value === otherValue ? id > otherId : value > otherValue;
  if (value === otherValue && id === otherId) return 0;
  return isAfter === (order === "asc") ? 1 : -1;
}

const matches = ({ filter }: UserQuery, user: User): boolean =>
  (filter?.status ?? user.status) === user.status &&
  (filter?.role === undefined || user.roles.includes(filter.role));

function liveToken({ tokens }: State, purpose: TokenPurpose, token: string, at: Date): AccountToken | null {
  const found = tokens.get(token);
  return found?.purpose === purpose && found.expiresAt > at ? found : null;
}

const newestOf = ({ sessions }: State, userId: string): Session[] =>
  [...sessions.values()]
    .filter((session) => session.userId === userId)
    .sort(
      (left, right) => right.createdAt.getTime() - left.createdAt.getTime() || (left.id < right.id ? 1 : -1),
    );

function memoryWriters(state: State): IdentityWriters {
  const { accounts, sessions, places } = state;
  const drop = (ended: readonly Session[]): void => {
    for (const { id } of ended) sessions.delete(id);
  };
  return {
    users: {
      add: async (user, passwordHash) => {
        const { email } = user;
        for (const other of accounts.values()) {
          if (other.user.email === email) throw identityErrors.EMAIL_TAKEN({ email });
        }
        accounts.set(user.id, { user, passwordHash });
      },
      lock: async (userId) => accounts.get(userId) ?? null,
      lockActiveAdmins: async () =>
        new Set([...accounts.values()].filter(({ user }) => isActiveAdmin(user)).map(({ user }) => user.id)),
      save: async (user) => {
        for (const { user: other } of accounts.values()) {
          if (other.id !== user.id && other.email === user.email)
            throw identityErrors.EMAIL_TAKEN({ email: user.email });
        }
        const stored = accounts.get(user.id);
        if (stored) accounts.set(user.id, { ...stored, user });
      },
      setPassword: async (userId, passwordHash, at) => {
        const stored = accounts.get(userId);
        if (stored) accounts.set(userId, { user: { ...stored.user, updatedAt: at }, passwordHash });
      },
    },
    settings: { find: async () => null, save: async () => undefined },
    sessions: {
      open: async (userId, origin, at) => {
        const id = uuidV7();
        const expiresAt = expiryAfterUse(at, at);
        sessions.set(id, { id, userId, createdAt: at, lastSeenAt: at, expiresAt, ...origin });
        drop(newestOf(state, userId).slice(sessionLifetime.maximumPerUser));
        return { token: randomBytes(20).toString("hex"), id, endsAt: absoluteEnd(at) };
      },
      end: async (userId, sessionId) =>
        sessions.get(sessionId)?.userId === userId && sessions.delete(sessionId),
      endAll: async (userId, exceptSessionId) =>
        drop(newestOf(state, userId).filter(({ id }) => id !== exceptSessionId)),
      refresh: async () => undefined,
    },
    accountTokens: memoryAccountTokens(state),
    signInPlaces: {
      remember: async (userId, { userAgent, address }) => {
        const place = JSON.stringify([userId, userAgent, address]);
        const isKnown = places.has(place);
        places.add(place);
        return isKnown;
      },
      forgetAll: async (userId) => {
        for (const place of places)
          if (place.startsWith(JSON.stringify([userId]).slice(0, -1))) places.delete(place);
      },
    },
    accountMail: {
      verification: async () => undefined,
      passwordReset: async () => undefined,
      emailChange: async () => undefined,
    },
    signInAttempts: { add: async () => "", take: async () => null },
    userIdentities: {
      find: async () => null,
      link: async () => undefined,
      listOf: async () => [],
      unlink: async () => undefined,
      unlinkAll: async () => undefined,
    },
    events: { append: async () => undefined },
    audit: { record: async () => undefined },
  };
}

function memoryAccountTokens(state: State): IdentityWriters["accountTokens"] {
  const { tokens } = state;
  const dropAll = (userId: string, purpose?: TokenPurpose, kept = 0): void => {
    const of = [...tokens].filter(
      ([, one]) => one.userId === userId && (purpose === undefined || one.purpose === purpose),
    );
    for (const [token] of of.slice(0, Math.max(0, of.length - kept))) tokens.delete(token);
  };
  return {
    issue: async (accountToken) => {
      const token = randomBytes(32).toString("base64url");
      tokens.set(token, accountToken);
      dropAll(accountToken.userId, accountToken.purpose, 5);
      return token;
    },
    redeem: async (purpose, token, at) => {
      const found = liveToken(state, purpose, token, at);
      if (found !== null) dropAll(found.userId, purpose);
      return found;
    },
    discardAll: async (userId) => dropAll(userId),
  };
}
