import { checkAnnotations } from "./check-annotations.ts";
import { MalformedInput } from "./malformed-input.ts";
import { superjsonCodec } from "./superjson-codec.ts";

/** Levels of nesting in an input; far above any schema, far below the stack. */
const maxDepth = 64;

const pollutingKeys: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

/**
 * Reads an input that a client wrote with superjson.
 *
 * Keys that could reach a prototype are refused at any depth. Referential equalities are ignored: superjson
 * writes every copy in full beside them, and honoured they let a small body describe a cycle or a tree of
 * exponential size. The payload may be reused as the answer; the caller gives it away.
 *
 * @param payload - What `JSON.parse` gave; nothing is assumed of its shape.
 * @returns The value, not yet validated; undefined when the payload has no `json`.
 * @throws MalformedInput on anything superjson cannot read, polluting keys, more than 64 levels, annotations
 *   that point outside the value, or a type that no input takes. Nothing else is thrown.
 */
export function deserializeInput(payload: unknown): unknown {
  if (!isRecord(payload)) throw new MalformedInput("The input must be an object with `json`.");
  const { json, meta } = payload;
  checkKeys(json, 0);
  if (meta === undefined || meta === null) return json;
  if (!isRecord(meta)) throw new MalformedInput("The `meta` of the input must be an object.");
  const { values, v } = meta;
  if (v !== undefined && v !== 1) throw new MalformedInput("The `meta` of the input has an unknown version.");
  if (values === undefined || values === null) return json;
  return annotated(json, values);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function checkKeys(value: unknown, depth: number): void {
  if (typeof value !== "object" || value === null) return;
  if (depth === maxDepth) throw new MalformedInput("The input is nested too deep.");
  if (Array.isArray(value)) {
    for (const item of value) checkKeys(item, depth + 1);
    return;
  }
  for (const [key, member] of Object.entries(value)) {
    if (pollutingKeys.has(key)) throw new MalformedInput("The input has a key that no object may have.");
    checkKeys(member, depth + 1);
  }
}

function annotated(json: unknown, values: unknown): unknown {
  try {
    checkAnnotations(values, json);
    // Sound: the tree has been checked; whatever else does not fit, superjson throws on.
    const payload = { json, meta: { values, v: 1 } } as Parameters<typeof superjsonCodec.deserialize>[0];
    return superjsonCodec.deserialize(payload, { inPlace: true });
  } catch (cause) {
    if (cause instanceof MalformedInput) throw cause;
    throw new MalformedInput("The `meta` of the input does not fit its `json`.", { cause });
  }
}
