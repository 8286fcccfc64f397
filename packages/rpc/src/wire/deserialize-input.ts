import { annotationIssues } from "./check-annotations.ts";
import { equalityIssues } from "./check-equalities.ts";
import { MalformedInput } from "./malformed-input.ts";
import { superjsonCodec } from "./superjson-codec.ts";
import { UnreadableFields } from "./unreadable-fields.ts";

/** Levels of nesting in an input; far above any schema, far below the stack. */
const maxDepth = 64;

const pollutingKeys: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

/**
 * Reads an input that a client wrote with superjson.
 *
 * Keys that could reach a prototype are refused at any depth. The payload may be reused as the answer; the caller gives it
 * away.
 *
 * @param payload - What `JSON.parse` gave; nothing is assumed of its shape.
 * @returns The value, not yet validated, or `UnreadableFields` where annotations name types that no input takes, or do not
 *   fit what they annotate; undefined for `{}`.
 * @throws MalformedInput on anything else that superjson does not write, polluting keys, more than 64 levels, and
 *   annotations that point outside the value. Nothing else is thrown.
 */
export function deserializeInput(payload: unknown): unknown {
  if (!isRecord(payload)) throw new MalformedInput(`${envelope}.`);
  checkEnvelope(payload);
  const { json, meta } = payload;
  checkKeys(json, 0);
  if (isAbsent(meta)) return json;
  if (!isRecord(meta)) throw new MalformedInput("The `meta` of the input must be an object.");
  const { values, v, referentialEqualities } = meta;
  if (v !== undefined && v !== 1) throw new MalformedInput("The `meta` of the input has an unknown version.");
  const issues = [
    ...(isAbsent(values) ? [] : annotationIssues(values, json)),
    ...(isAbsent(referentialEqualities) ? [] : equalityIssues(referentialEqualities, json)),
  ];
  if (issues.length > 0) return new UnreadableFields(issues);
  return isAbsent(values) ? json : annotated(json, values);
}

const envelope = 'The input must be an object with `json`, as superjson writes it: `{"json":{"limit":1}}`';

/** A field beside `json` would be ignored, and the call answered as if it had not been sent. */
function checkEnvelope(payload: Readonly<Record<string, unknown>>): void {
  for (const name in payload) {
    if (name !== "json" && name !== "meta") {
      throw new MalformedInput(`${envelope}; fields outside of \`json\` are not read.`);
    }
  }
  if (payload.json === undefined && payload.meta !== undefined) throw new MalformedInput(`${envelope}.`);
}

const isAbsent = (member: unknown): boolean => member === undefined || member === null;

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
    // Sound: the tree has been checked; whatever else does not fit, superjson throws on.
    const payload = { json, meta: { values, v: 1 } } as Parameters<typeof superjsonCodec.deserialize>[0];
    return superjsonCodec.deserialize(payload, { inPlace: true });
  } catch (cause) {
    throw new MalformedInput("The `meta` of the input does not fit its `json`.", { cause });
  }
}
