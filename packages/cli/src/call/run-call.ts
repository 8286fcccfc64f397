import type { AnyEntry } from "@ashlar/contracts";
import { serverClient } from "../session/server-options.ts";
import { printAnswer } from "./print-answer.ts";
import { remoteProcedure } from "./remote-procedure.ts";

export type CallRequest = {
  readonly path: string;
  readonly entry: AnyEntry;
  readonly input: unknown;
  readonly idempotencyKey: string;
  readonly isJson: boolean;
  /** Whether a list is followed to its end. */
  readonly isWhole: boolean;
  /** Email of the account to call as, in this process on the development database. */
  readonly as: string | undefined;
  readonly server: Parameters<typeof serverClient>[0];
};

/** Makes the call and prints what it answers. @throws what the call fails with. */
export async function runCall(request: CallRequest): Promise<void> {
  const { path, entry, input, isJson, isWhole } = request;
  if (request.as !== undefined) {
    const { callInProcess } = await import("./call-in-process.ts");
    printAnswer(await callInProcess(request, request.as), isJson);
    return;
  }
  const procedure = remoteProcedure(serverClient(request.server).client, path, entry.kind);
  const context = { idempotencyKey: request.idempotencyKey };
  if (entry.kind === "subscription") {
    await new Promise<void>((resolve, reject) => {
      const stream = procedure.subscribe(input, {
        onData: (message) => console.log(JSON.stringify(message)),
        onError: reject,
      });
      process.once("SIGINT", () => {
        stream.unsubscribe();
        resolve();
      });
    });
    return;
  }
  const call = (given: unknown): Promise<unknown> => procedure.call(given, { context });
  printAnswer(isWhole ? await wholeList(call, input) : await call(input), isJson);
}

/** Follows the cursors of a list; shows on a terminal how far it is. */
async function wholeList(call: (input: unknown) => Promise<unknown>, input: unknown): Promise<unknown> {
  const items: unknown[] = [];
  const shows = process.stderr.isTTY === true;
  let cursor: unknown;
  do {
    const answer = await call({ limit: 100, ...Object(input), ...(cursor !== undefined && { cursor }) });
    const page: unknown = Reflect.get(Object(answer), "items");
    if (!Array.isArray(page)) return answer;
    items.push(...page);
    cursor = Reflect.get(Object(Reflect.get(Object(answer), "page")), "nextCursor");
    if (shows) process.stderr.write(`\r${items.length} items`);
  } while (cursor !== undefined);
  if (shows) process.stderr.write("\r\u001b[K");
  return { items };
}
