import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { freePort, startTcpProxy, type TcpProxy } from "@ashlar/testing";
import postgres from "postgres";
import type { ClusterTemplate } from "./cluster-template.ts";
import { type NodeProcess, nodeProcess } from "./node-process.ts";
import { type PostgresServer, postgresServer } from "./postgres-server.ts";

export type NodeName = "api-1" | "api-2" | "worker-1" | "worker-2";

export type ClusterOptions = {
  readonly postgres?: Readonly<Record<string, string>>;
  /** Where the data lies; default: beside the template. */
  readonly dataParent?: string;
  /** Milliseconds by which a node's clock is off. */
  readonly clockSkewMs?: Readonly<Partial<Record<NodeName, number>>>;
  /** Where every node writes its log; default: a file each. */
  readonly logFile?: string;
  /** For every node. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Opens the inspector of each node, to ask about its memory. */
  readonly isInspected?: boolean;
};

/** A node and its line to PostgreSQL. */
export type ClusterNode = NodeProcess & { readonly line: TcpProxy; readonly inspectorPort: number | null };

/** Two api and two worker processes and the payment service on one PostgreSQL, each over a line of its own. */
export type FaultCluster = AsyncDisposable & {
  readonly apis: readonly [ClusterNode, ClusterNode];
  readonly workers: readonly [ClusterNode, ClusterNode];
  readonly nodes: readonly ClusterNode[];
  readonly payments: ClusterNode;
  /** Between the workers and the payment service. */
  readonly paymentsLine: TcpProxy;
  readonly postgres: PostgresServer;
  /** Straight to PostgreSQL. */
  readonly sql: postgres.Sql;
  /** Where the logs are. */
  readonly folder: string;
  /** Keeps the logs when the cluster ends. */
  readonly keep: () => void;
};

const apps = resolve(import.meta.dirname, "../../..");
const token = "faults-payments-token";
/** Of compiled sources, by their content; kept from run to run, as a start takes a third of the time with it. */
const compileCache = join(tmpdir(), "ashlar-faults-compile-cache");

export async function faultCluster(
  template: ClusterTemplate,
  folder: string,
  options: ClusterOptions = {},
): Promise<FaultCluster> {
  await using stack = new AsyncDisposableStack();
  const state = { isKept: true };
  const dataDir = join(options.dataParent ?? folder, "data");
  stack.defer(async () => {
    await rm(dataDir, { recursive: true, force: true });
    if (!state.isKept) await rm(folder, { recursive: true, force: true });
  });
  await template.copyTo(dataDir);
  const server = stack.use(await postgresServer(dataDir, options.postgres));

  const paymentsPort = await freePort();
  const paymentsLine = stack.use(await startTcpProxy({ targetPort: paymentsPort }));
  const process = async (name: string, script: string, port: number, variables: Record<string, string>) => {
    const line = stack.use(await startTcpProxy({ targetPort: server.port }));
    const inspectorPort = options.isInspected ? await freePort() : null;
    const databaseUrl = new URL(server.url);
    databaseUrl.port = String(line.port);
    const skewMs = Reflect.get(options.clockSkewMs ?? {}, name) ?? 0;
    const node = nodeProcess({
      name,
      script: join(apps, script),
      port,
      logFile: options.logFile ?? join(folder, `${name}.log`),
      nodeOptions: [
        ...(skewMs === 0 ? [] : ["--import", join(import.meta.dirname, "skewed-clock.ts")]),
        ...(inspectorPort === null ? [] : [`--inspect=127.0.0.1:${inspectorPort}`]),
      ],
      variables: {
        // Production refuses accounts whose password is published, and those of the load are.
        NODE_ENV: "test",
        LOG_FORMAT: "json",
        LOG_LEVEL: "warn",
        DATABASE_URL: databaseUrl.href,
        PAYMENTS_TOKEN: token,
        CLOCK_SKEW_MS: String(skewMs),
        NODE_COMPILE_CACHE: compileCache,
        ...variables,
      },
    });
    return stack.use({ ...node, line, inspectorPort });
  };
  const node = async (name: NodeName) =>
    process(name, "server/src/main.ts", await freePort(), {
      ROLE: name.startsWith("api") ? "api" : "worker",
      PAYMENTS_URL: `http://127.0.0.1:${paymentsLine.port}`,
      DATA_DIR: folder,
      TRUST_PROXY: "1",
      ...options.variables,
    });
  const payments = await process("payments", "payments/src/main.ts", paymentsPort, {});
  const apis = [await node("api-1"), await node("api-2")] as const;
  const workers = [await node("worker-1"), await node("worker-2")] as const;
  const nodes = [...apis, ...workers];
  await Promise.all([payments, ...nodes].map((each) => each.start()));

  const sql = postgres(server.url, {
    max: 3,
    backoff: () => 0.05,
    onnotice: () => undefined,
    connection: { application_name: "faults" },
  });
  stack.defer(() => sql.end({ timeout: 1 }));
  state.isKept = false;
  const whole = stack.move();
  return {
    apis,
    workers,
    nodes,
    payments,
    paymentsLine,
    postgres: server,
    sql,
    folder,
    keep: () => {
      state.isKept = true;
    },
    [Symbol.asyncDispose]: () => whole.disposeAsync(),
  };
}
