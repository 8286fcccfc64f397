import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { connect, createServer, type Server } from "node:net";
import { onTestFinished } from "vitest";
import { throughFrames } from "./kafka-frames.ts";

/** Whether this machine has kcat, whose library has a small Kafka cluster inside. */
export const hasKcat: boolean = found();

export type KafkaCluster = {
  /** Stays the same over restarts. */
  readonly port: number;
  /** Says which port clients are told to come back to; default `port`. */
  readonly advertise: (port: number) => void;
  /** Begins with nothing: this cluster keeps its data in memory. */
  readonly start: () => Promise<void>;
  /** As a crash: without a word. */
  readonly kill: () => Promise<void>;
  /** Stops answering, and later goes on where it was. */
  readonly freeze: () => void;
  readonly thaw: () => void;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/**
 * Starts a Kafka cluster of one broker, which makes topics of four partitions when they are asked for.
 *
 * It listens on another port after each start, and tells it to its clients; a proxy in front has one that stays and
 * puts it into the broker's answers.
 */
export async function kafkaCluster(): Promise<KafkaCluster> {
  let child: ChildProcess | null = null;
  let brokerPort = 0;
  let advertised = 0;
  const proxy = createServer((client) => {
    client.on("error", () => undefined);
    const upstream = connect(brokerPort, "127.0.0.1");
    upstream.on("error", () => client.destroy());
    upstream.on("close", () => client.destroy());
    client.on("close", () => upstream.destroy());
    client.pipe(upstream);
    throughFrames(upstream, client, { from: brokerPort, to: () => advertised });
  });
  advertised = await portOf(proxy);

  const start = async (): Promise<void> => {
    const settings = ["-P", "-t", "unused", "-b", "ignored:1", "-X", "test.mock.num.brokers=1", "-d", "mock"];
    // It lives as long as its standard input is open.
    const started = spawn("kcat", settings, { stdio: ["pipe", "ignore", "pipe"] });
    child = started;
    brokerPort = await new Promise((resolve) => {
      let text = "";
      started.stderr.on("data", (chunk: Buffer) => {
        if (text.length < 10_000) text += chunk;
        const [, port] = /bootstrap\.servers=127\.0\.0\.1:(\d+)/.exec(text) ?? [];
        if (port !== undefined) resolve(Number(port));
      });
    });
  };
  const kill = async (): Promise<void> => {
    if (child === null) return;
    const exited = once(child, "exit");
    child.kill("SIGKILL");
    await exited;
    child = null;
  };
  const dispose = async (): Promise<void> => {
    await kill();
    proxy.close();
  };
  // A test that runs out of time never leaves the scope that would dispose of it.
  onTestFinished(dispose);
  await start();
  return {
    port: advertised,
    advertise: (port) => {
      advertised = port;
    },
    start,
    kill,
    freeze: () => void child?.kill("SIGSTOP"),
    thaw: () => void child?.kill("SIGCONT"),
    [Symbol.asyncDispose]: dispose,
  };
}

async function portOf(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || !address) throw new Error("The server has no port.");
  return address.port;
}

function found(): boolean {
  try {
    execFileSync("kcat", ["-V"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
