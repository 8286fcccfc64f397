import { annotationSteps } from "./annotation-steps.ts";
import { MalformedInput } from "./malformed-input.ts";

/** What an input may carry beyond JSON. No schema takes a RegExp, an Error, a typed array or a class. */
const acceptedTypes: ReadonlySet<unknown> = new Set([
  "Date",
  "undefined",
  "bigint",
  "number",
  "set",
  "map",
  "URL",
]);

/**
 * Refuses an annotation tree of superjson that is not `[type, children?]` or `children`, names a type that no
 * input takes, or points outside the value.
 *
 * The last is what superjson does not check: `items.4294967294` would stretch an array of one item to four
 * billion, and a path of 20,000 steps is walked whole for each of its children. Linear in the size of the tree.
 *
 * @param tree - `meta.values`, or a part of it; nothing is assumed of its shape.
 * @param value - The JSON value it annotates.
 * @throws MalformedInput
 */
export function checkAnnotations(tree: unknown, value: unknown): void {
  if (!Array.isArray(tree)) {
    checkChildren(tree, value);
    return;
  }
  const [type, children] = tree;
  if (tree.length > 2 || !acceptedTypes.has(type)) {
    throw new MalformedInput("The `meta` of the input names a type that no input takes.");
  }
  if (children !== undefined) checkChildren(children, value);
}

function checkChildren(children: unknown, value: unknown): void {
  if (typeof children !== "object" || children === null || Array.isArray(children)) {
    throw new MalformedInput("The `meta` of the input is not an annotation tree.");
  }
  for (const [path, tree] of Object.entries(children)) checkAnnotations(tree, valueAt(value, path));
}

function valueAt(value: unknown, path: string): unknown {
  const steps = annotationSteps(path);
  if (steps === undefined) throw new MalformedInput("The `meta` of the input has an unreadable path.");
  let found = value;
  for (const step of steps) {
    if (!hasMember(found, step)) {
      throw new MalformedInput("The `meta` of the input points outside its `json`.");
    }
    found = found[step];
  }
  return found;
}

function hasMember(value: unknown, name: string): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return false;
  return !(Array.isArray(value) && name === "length");
}
