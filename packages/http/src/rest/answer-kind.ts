import { type AnyEntry, PageInfo } from "@ashlar/contracts";
import { coreOf } from "@ashlar/rpc";

/**
 * What an operation answers with.
 *
 * - `stream`: server-sent events.
 * - `empty`: 204.
 * - `list`: `{ items, page }`; in REST the items are `data` and the rest pagination and links.
 * - `resource`: anything else.
 */
export type AnswerKind = "stream" | "empty" | "list" | "resource";

export function answerKind({ kind, success, output }: AnyEntry): AnswerKind {
  if (kind === "subscription") return "stream";
  if (success === 204) return "empty";
  const { def } = coreOf(output)._zod;
  return def.type === "object" && def.shape.page === PageInfo ? "list" : "resource";
}
