import type { AppRouter } from "@ashlar/contracts";
import { currentRequestScope } from "@ashlar/kernel";
import { type AnyTRPCProcedure, initTRPC, type TRPCRouterRecord, tracked } from "@trpc/server";
import type { BoundProcedure } from "./bind-calls.ts";
import type { CallContext } from "./call-context.ts";
import type { OpenedStream } from "./handlers.ts";
import { FailedCall, trpcErrorShape } from "./trpc-error.ts";
import { trpcInputOf } from "./trpc-input.ts";
import { splitPosition } from "./trpc-stream-input.ts";
import { wireTransformer } from "./wire/wire-transformer.ts";

const trpc = initTRPC.context<CallContext>().create({
  transformer: wireTransformer,
  // Stack traces never leave, whatever NODE_ENV says.
  isDev: false,
  errorFormatter: ({ error, path, ctx }) =>
    trpcErrorShape(error, path, ctx?.request.requestId ?? currentRequestScope()?.requestId ?? ""),
});

/** Builds the tRPC router from bound procedures. */
export function trpcRouter(procedures: readonly BoundProcedure[]): AppRouter {
  const record: Record<string, Nested> = {};
  for (const procedure of procedures) place(record, procedure.path.split("."), trpcProcedure(procedure));
  // Sound: the procedures come from an `Implementation` of the contract that `AppRouter` is computed from.
  return trpc.router(record as TRPCRouterRecord) as unknown as AppRouter;
}

type Nested = AnyTRPCProcedure | { [name: string]: Nested };

function place(
  record: Record<string, Nested>,
  [name = "", ...rest]: readonly string[],
  procedure: AnyTRPCProcedure,
): void {
  if (rest.length === 0) {
    record[name] = procedure;
    return;
  }
  const folder = (record[name] ?? {}) as Record<string, Nested>;
  record[name] = folder;
  place(folder, rest, procedure);
}

function trpcProcedure({ entry, call }: BoundProcedure): AnyTRPCProcedure {
  // The chain validates by the contract; tRPC itself does not.
  const builder = trpc.procedure.meta({ entry }).input(trpcInputOf(entry));
  const resolve = async ({ ctx, input }: { ctx: CallContext; input: unknown }): Promise<unknown> => {
    try {
      return await call(ctx, input);
    } catch (error) {
      throw new FailedCall(error, entry);
    }
  };
  if (entry.kind === "query") return builder.query(resolve);
  if (entry.kind === "mutation") return builder.mutation(resolve);
  return builder.subscription(async function* stream({ ctx, input }) {
    // Sound: the handler of a subscription answers with a stream.
    const opened = (await resolve({ ctx, input: splitPosition(input).input })) as OpenedStream<unknown>;
    try {
      for await (const { id, data } of opened.messages) yield tracked(id, entry.output.parse(data));
    } catch (error) {
      throw new FailedCall(error, entry);
    }
  });
}
