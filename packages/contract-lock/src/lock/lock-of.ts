import {
  type AnyEntry,
  type ContractTree,
  type ErrorDeclaration,
  type EventDeclaration,
  isEntry,
} from "@ashlar/contracts";
import { canonicalText } from "../schema-diff/canonical-text.ts";
import type { JsonSchema } from "../schema-diff/json-schema.ts";
import { canonicalSchema } from "./canonical-schema.ts";
import type { ContractLock, LockedErrors, LockedProcedure } from "./contract-lock.ts";
import { deprecationProblem } from "./deprecation-problem.ts";
import { describedSchema } from "./described-schema.ts";
import type { Direction } from "./direction.ts";
import { duplicateRoutes } from "./duplicate-routes.ts";

/** What the lock is made from: the contract and what holds for every procedure of it. */
export type LockSource = {
  readonly contract: ContractTree;
  readonly transportErrors: readonly ErrorDeclaration[];
  readonly events: Readonly<Record<string, EventDeclaration>>;
  readonly rolePermissions: Readonly<Record<string, readonly string[]>>;
};

/**
 * Reads the public shape of a contract.
 *
 * @throws RangeError when a schema cannot be described, two different schemas have one id, two procedures have one
 *   route, or a deprecation is wrong.
 */
export function lockOf({ contract, transportErrors, events, rolePermissions }: LockSource): ContractLock {
  const schemas = { input: {}, output: {} };
  const entries = entriesOf(contract);
  const paths = new Set(entries.map(([path]) => path));
  const duplicates = duplicateRoutes(entries.map(([path, { route }]) => [path, route]));
  if (duplicates.length > 0) throw new RangeError(duplicates.join("\n"));
  const procedures = entries.map(([path, entry]): [string, LockedProcedure] => {
    const problem = deprecationProblem(entry.deprecated, paths);
    if (problem !== undefined) throw new RangeError(`${path}: ${problem}`);
    return [path, procedureOf(path, entry, schemas)];
  });
  return {
    version: 1,
    events: Object.fromEntries(
      Object.entries(events).map(([name, { version, aggregate, data }]) => [
        name,
        { version, aggregate, data: hoisted(`event:${name}`, data, "output", schemas).schema },
      ]),
    ),
    procedures: Object.fromEntries(procedures),
    roles: Object.fromEntries(
      Object.entries(rolePermissions).map(([role, allowed]) => [role, [...allowed].sort()]),
    ),
    schemas,
    transportErrors: errorsOf("transport", transportErrors, schemas),
  };
}

function entriesOf(tree: ContractTree, prefix = ""): readonly (readonly [string, AnyEntry])[] {
  return Object.entries(tree).flatMap(([name, node]) =>
    isEntry(node) ? [[`${prefix}${name}`, node] as const] : entriesOf(node, `${prefix}${name}.`),
  );
}

type Shared = ContractLock["schemas"];

function procedureOf(path: string, entry: AnyEntry, shared: Shared): LockedProcedure {
  const { kind, route, access, scope, proof, idempotency, limit, success, deprecated } = entry;
  return {
    kind,
    route,
    access,
    ...(scope !== undefined && { scope }),
    ...(proof !== undefined && { proof }),
    idempotency,
    limit,
    success,
    emits: [...entry.emits].sort(),
    deprecated: deprecated === undefined ? null : { ...deprecated },
    input: isNothing(entry.input) ? null : hoisted(`${path}.input`, entry.input, "input", shared),
    output: isNothing(entry.output) ? null : hoisted(`${path}.output`, entry.output, "output", shared).schema,
    errors: errorsOf(path, entry.errors, shared),
  };
}

const isNothing = ({ _zod }: AnyEntry["input"]): boolean => _zod.def.type === "void";

const errorsOf = (path: string, errors: readonly ErrorDeclaration[], shared: Shared): LockedErrors =>
  Object.fromEntries(
    errors.map(({ code, status, details }) => [
      code,
      { status, details: hoisted(`${path}.${code}`, details, "output", shared).schema },
    ]),
  );

/** Describes a schema and moves the ones with an id, and the recursive ones, to the shared section. */
function hoisted(
  place: string,
  zodSchema: AnyEntry["input"],
  direction: Direction,
  shared: Shared,
): { required: boolean; schema: JsonSchema } {
  const { required, schema, definitions } = described(place, zodSchema, direction);
  // zod numbers the recursive schemas that have no id of their own, again for each schema it describes.
  const nameOf = (name: string) => (name.startsWith("__schema") ? `${place}${name.slice(8)}` : name);
  const rename = (reference: string) =>
    reference.replace(/^#\/\$defs\/(.+)$/, (_, name: string) => `#/schemas/${direction}/${nameOf(name)}`);
  for (const [name, definition] of Object.entries(definitions)) {
    const canonical = canonicalSchema(definition, direction, rename);
    const known = shared[direction][nameOf(name)];
    if (known !== undefined && canonicalText(known) !== canonicalText(canonical)) {
      throw new RangeError(`Two different schemas have the id ${name}; the second is at ${place}`);
    }
    shared[direction][nameOf(name)] = canonical;
  }
  return { required, schema: canonicalSchema(schema, direction, rename) };
}

function described(place: string, zodSchema: AnyEntry["input"], direction: Direction) {
  try {
    return describedSchema(zodSchema, direction);
  } catch (cause) {
    throw new RangeError(`${place}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}
