import { connect } from "node:net";
import { type Finding, failed, ok, skipped } from "./finding.ts";

const patienceMs = 2_000;

/** Services by the variable that names them, with the port that is meant where none is named. */
const peers = {
  REDIS_URL: 6379,
  NATS_URL: 4222,
  SMTP_URL: 25,
  PAYMENTS_URL: 80,
  OTEL_EXPORTER_OTLP_ENDPOINT: 4318,
} as const;

/** Checks that each service that is configured takes connections; what it says is not asked. */
export const peerFindings = (
  variables: Readonly<Record<string, string | undefined>>,
): Promise<readonly Finding[]> =>
  Promise.all(
    Object.entries(peers).map(async ([name, defaultPort]) => {
      const [first] = (variables[name] ?? "").split(",");
      if (first === undefined || first === "") return skipped(name, "not configured");
      if (!URL.canParse(first)) return failed(name, "is no URL", `Correct ${name}; .env.example shows one.`);
      const { hostname, port, protocol } = new URL(first);
      const number = Number(port) || (protocol === "https:" ? 443 : defaultPort);
      const problem = await connectionProblem(hostname.replace(/^\[|\]$/g, ""), number);
      return problem === null
        ? ok(name, `${hostname}:${number} takes connections`)
        : failed(name, `${hostname}:${number} does not answer (${problem})`, `Start it, or correct ${name}.`);
    }),
  );

const connectionProblem = (host: string, port: number): Promise<string | null> =>
  new Promise((resolve) => {
    const socket = connect({ host, port, timeout: patienceMs });
    const end = (problem: string | null): void => {
      socket.destroy();
      resolve(problem);
    };
    socket.once("connect", () => end(null));
    socket.once("timeout", () => end("no answer within 2 s"));
    socket.once("error", (error) => end(String(Reflect.get(error, "code") ?? error.message)));
  });
