/**
 * Splits a path of superjson's `meta` (version 1) into its steps: dots separate, a backslash escapes.
 *
 * @returns undefined when a backslash escapes anything but a dot or a backslash.
 */
export function annotationSteps(path: string): readonly string[] | undefined {
  if (!path.includes("\\")) return path.split(".");
  const steps: string[] = [];
  let step = "";
  for (let at = 0; at < path.length; at++) {
    const char = path[at];
    if (char === ".") {
      steps.push(step);
      step = "";
    } else if (char === "\\") {
      at++;
      const next = path[at];
      if (next !== "." && next !== "\\") return undefined;
      step += next;
    } else {
      step += char;
    }
  }
  return [...steps, step];
}
