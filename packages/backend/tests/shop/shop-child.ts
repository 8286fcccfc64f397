import type { DomainError } from "@ashlar/kernel";
import { type CrashPoint, dyingGateway, dyingSpine } from "./crash-plan.ts";
import { openShop, person } from "./shop.ts";
import { tablePayments } from "./table-payments.ts";

/** What a process of the shop is told at its start, as JSON in its only argument. */
export type ChildOptions = {
  readonly databaseUrl: string;
  readonly isWorker: boolean;
  readonly crash?: { readonly at: CrashPoint; readonly nth: number } | undefined;
};

/** A call, and its answer, between the test and the process. */
export type ChildCall = {
  readonly id: number;
  readonly path: string;
  readonly userId: string;
  readonly permissions: readonly string[];
  readonly input: unknown;
  readonly key: string;
};
export type ChildAnswer = {
  readonly id: number;
  readonly output?: unknown;
  readonly code?: string;
};

const options: ChildOptions = JSON.parse(process.argv[2] ?? "");
const crashAt = options.crash?.at ?? null;
const shop = openShop({
  databaseUrl: options.databaseUrl,
  gateway: dyingGateway(tablePayments(options.databaseUrl), crashAt),
  wrap: (spine) => dyingSpine(spine, crashAt, options.crash?.nth ?? 0),
});
if (options.isWorker) shop.startWorker();

process.on("message", ({ id, path, userId, permissions, input, key }: ChildCall) => {
  shop.call(path, person(userId, ...permissions), input, key).then(
    (output) => process.send?.({ id, output } satisfies ChildAnswer),
    (error: DomainError) =>
      process.send?.({ id, code: error.code ?? error.name, output: error.details } satisfies ChildAnswer),
  );
});
process.on("disconnect", () => process.exit(0));
await shop.database.ping();
process.send?.({ id: 0 } satisfies ChildAnswer);
