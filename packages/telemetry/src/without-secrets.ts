const secretName = /^(current|new)?(password|token|secret|api-?key|authorization|(set-)?cookie)$/i;
const maximumDepth = 5;

/**
 * Takes secrets out of what is logged, by the names of their fields, at most five objects deep.
 *
 * Fields without objects in them, which nearly every line has, are looked at once and not copied.
 */
export function withoutSecrets(fields: object, depth = 1): Record<string, unknown> {
  let cleaned: Record<string, unknown> | undefined;
  for (const [name, value] of Object.entries(fields)) {
    const shown = secretName.test(name) ? "[removed]" : withoutInner(value, depth);
    if (shown === value) continue;
    cleaned ??= { ...fields };
    cleaned[name] = shown;
  }
  // Sound: an object is a record of its own fields.
  return cleaned ?? (fields as Record<string, unknown>);
}

function withoutInner(value: unknown, depth: number): unknown {
  if (typeof value !== "object" || value === null || value instanceof Error || value instanceof Date)
    return value;
  if (depth === maximumDepth) return "[too deep]";
  return Array.isArray(value)
    ? value.map((inner) => withoutInner(inner, depth + 1))
    : withoutSecrets(value, depth + 1);
}
