import type { EventDeclaration } from "./event.ts";

/**
 * Reads the data of an event as it was stored, in whatever version, in today's shape.
 *
 * @param version - The version it was written in.
 * @throws TypeError when it is newer than the declaration, or a ZodError when it does not fit: both mean that a
 *   process older than the data reads it.
 */
export function eventData(declaration: EventDeclaration, version: number, stored: unknown): unknown {
  if (version > declaration.version) {
    throw new TypeError(
      `${declaration.name} has version ${version}; this process knows ${declaration.version}.`,
    );
  }
  let data = stored;
  for (let from = version; from < declaration.version; from += 1) data = declaration.upcasts[from]?.(data);
  return declaration.data.parse(data);
}
