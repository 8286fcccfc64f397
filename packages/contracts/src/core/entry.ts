import { z } from "zod";
import type { Access } from "./access.ts";
import type { ErrorDeclaration } from "./define-error.ts";
import type { Scope } from "./permissions.ts";

export type Kind = "query" | "mutation" | "subscription";
export type Verb = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** `METHOD /path/{param}` below `/api/v1`; a `{param}` names a field of the input. */
export type Route = `${Verb} /${string}`;

/**
 * What repeating a call does.
 *
 * - `key`: an `Idempotency-Key` makes the repetition answer the first result.
 * - `natural`: repeating has no further effect.
 * - `none`: repeating acts again; clients never retry it by themselves.
 */
export type Idempotency = "key" | "natural" | "none";

/** How recently a person must have proved who they are: within ten minutes, by the second factor where there is one. */
export type Proof = "recent";

/** Which budget a call is charged to. */
export type LimitClass = "auth" | "read" | "write" | "expensive";

/** Makes a tool of an entry; with `confirm`, the person behind the agent is asked that question before each call. */
export type ForAgents = true | { readonly confirm: string };

export type Deprecation = {
  /** ISO date from which the entry is deprecated (RFC 9745). */
  readonly since: string;
  /** ISO date after which it may be gone (RFC 8594). */
  readonly sunset?: string;
  /** Procedure path to call instead. */
  readonly successor?: string;
};

/** What an entry says about itself beside its types. */
export type Description<A extends Access = Access> = {
  /** One sentence: a verb in the third person. */
  readonly summary: string;
  readonly description?: string;
  readonly access: A;
  /**
   * Lets keys and tokens with this scope call what `access` keeps for sessions, or see what a public entry shows to an
   * owner. Left out, an owner rule asks for its permission, and the others admit no key or see it as a visitor.
   */
  readonly scope?: Scope;
  readonly limit?: LimitClass;
  /** Whether agents may call it as a tool; default no. */
  readonly agents?: ForAgents;
  readonly deprecated?: Deprecation;
};

/** A procedure of the contract: its types for the compiler and its data for every surface. */
export type Entry<
  K extends Kind = Kind,
  A extends Access = Access,
  I extends z.ZodType = z.ZodType,
  O extends z.ZodType = z.ZodType,
  E extends readonly unknown[] = readonly ErrorDeclaration[],
> = {
  readonly kind: K;
  readonly route: Route;
  readonly summary: string;
  readonly description: string | undefined;
  readonly access: A;
  readonly scope?: Scope | undefined;
  /** Asked of sessions, and of access tokens for the session behind them; API keys and scripts pass. */
  readonly proof?: Proof | undefined;
  readonly input: I;
  readonly output: O;
  readonly errors: E;
  readonly idempotency: Idempotency;
  readonly limit: LimitClass;
  readonly agents?: ForAgents | undefined;
  readonly emits: readonly string[];
  /** REST status of success. */
  readonly success: 200 | 201 | 204;
  /** REST path of what a 201 created, from fields of the output: `/users/{user.id}`. */
  readonly location?: string | undefined;
  readonly deprecated: Deprecation | undefined;
};

export type AnyEntry = Entry;

/** Entries by name, nested as the tRPC path is. */
export type ContractTree = { readonly [name: string]: AnyEntry | ContractTree };

/** Tells an entry from a folder of entries. */
export const isEntry = (node: AnyEntry | ContractTree): node is AnyEntry => typeof node.kind === "string";

/** Input of a procedure that takes none. */
export const NoInput = z.void();
/** Output of a procedure that answers nothing but success. */
export const NoOutput = z.void();
