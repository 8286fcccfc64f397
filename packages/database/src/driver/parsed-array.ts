type Nested = unknown[];

/**
 * Reads PostgreSQL's text form of an array: `{1,2}`, `{"a \"b\"",NULL}`, `{{1},{2}}`.
 *
 * Drizzle's own reader loses backslashes and reads NULL as a word, so arrays are read before they reach it.
 *
 * @param element - Reads one element; never called for NULL.
 */
export function parsedArray(text: string, element: (text: string) => unknown): unknown[] {
  const root: Nested = [];
  const open: Nested[] = [root];
  let at = text.indexOf("{");
  while (at < text.length) {
    const character = text[at];
    const current = open.at(-1) ?? root;
    if (character === "{") {
      const inner: Nested = [];
      current.push(inner);
      open.push(inner);
      at += 1;
    } else if (character === "}") {
      open.pop();
      at += 1;
    } else if (character === ",") {
      at += 1;
    } else {
      const [value, next] = character === '"' ? quoted(text, at + 1) : plain(text, at);
      current.push(value === null ? null : element(value));
      at = next;
    }
  }
  // Sound: the text form of an array always has the outer braces.
  return (root[0] ?? []) as unknown[];
}

function quoted(text: string, start: number): [string, number] {
  let value = "";
  let at = start;
  while (at < text.length && text[at] !== '"') {
    if (text[at] === "\\") at += 1;
    value += text[at] ?? "";
    at += 1;
  }
  return [value, at + 1];
}

function plain(text: string, start: number): [string | null, number] {
  let at = start;
  while (at < text.length && text[at] !== "," && text[at] !== "}") at += 1;
  const value = text.slice(start, at);
  return [value === "NULL" ? null : value, at];
}
