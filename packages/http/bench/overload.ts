import { fork } from "node:child_process";
import { Agent, request } from "node:http";
import { setTimeout as wait } from "node:timers/promises";

// What is left of the capacity when twice as much is asked for: `node packages/http/bench/overload.ts`.

type Answers = { readonly served: number; readonly refused: number; readonly refusalsMs: readonly number[] };

/** As behind a load balancer: connections are kept, and more requests than the server admits fit on them. */
const connections = 1_500;
const agent = new Agent({ keepAlive: true, maxSockets: connections, maxFreeSockets: connections });

/** One request; its status and how long it took, 0 when the connection failed. */
const send = (port: number): Promise<{ readonly status: number; readonly durationMs: number }> =>
  new Promise((resolve) => {
    const startedMs = performance.now();
    const done = (status: number): void => resolve({ status, durationMs: performance.now() - startedMs });
    request({ port, host: "127.0.0.1", path: "/api/v1/work", agent }, (answer) => {
      answer.resume().on("end", () => done(answer.statusCode ?? 0));
    })
      .on("error", () => done(0))
      .end();
  });

/** So many callers that each wait for their answer: what the server can do at most. */
async function closedLoop(port: number, callers: number, durationMs: number): Promise<number> {
  const endsMs = performance.now() + durationMs;
  let served = 0;
  const caller = async (): Promise<void> => {
    while (performance.now() < endsMs) if ((await send(port)).status === 200) served += 1;
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return served / (durationMs / 1_000);
}

/** Callers that come at their rate whatever happens to those before them. */
async function openLoop(port: number, perSecond: number, durationMs: number): Promise<Answers> {
  const startedMs = performance.now();
  const sent: ReturnType<typeof send>[] = [];
  for (;;) {
    const elapsedMs = performance.now() - startedMs;
    if (elapsedMs >= durationMs) break;
    while (sent.length < (elapsedMs / 1_000) * perSecond) sent.push(send(port));
    await wait(2);
  }
  // What is answered after the end is not counted: only work done in the time is goodput.
  const answered = await Promise.all(sent.map((each) => Promise.race([each, wait(0, undefined)])));
  const finished = answered.filter((answer) => answer !== undefined);
  const refused = finished.filter(({ status }) => status === 503);
  await Promise.all(sent);
  return {
    served: finished.filter(({ status }) => status === 200).length / (durationMs / 1_000),
    refused: refused.length / (durationMs / 1_000),
    refusalsMs: refused.map(({ durationMs: tookMs }) => tookMs).sort((left, right) => left - right),
  };
}

const server = fork(new URL("overload-server.ts", import.meta.url), process.argv.slice(2));
const heard = <Message>(question?: string): Promise<Message> =>
  new Promise((resolve) => {
    // Sound: the server of this bench sends what is asked for here.
    server.once("message", (message) => resolve(message as Message));
    if (question !== undefined) server.send(question);
  });
const memory = (): Promise<number> => heard<{ rssMb: number }>("memory").then(({ rssMb }) => rssMb);

const { port } = await heard<{ port: number }>();
await closedLoop(port, connections, 1_000);
const capacity = await closedLoop(port, 200, 2_000);
const beforeMb = await memory();
const { served, refused, refusalsMs } = await openLoop(port, capacity * 2, 5_000);
const afterMb = await memory();
const percentile = (share: number): string =>
  (refusalsMs[Math.floor(refusalsMs.length * share)] ?? 0).toFixed(1);
console.log(`capacity      ${capacity.toFixed(0)} requests/s`);
console.log(
  `at twice that ${served.toFixed(0)} served/s (${(served / capacity).toFixed(2)}), ${refused.toFixed(0)} refused/s`,
);
console.log(`refused after ${percentile(0.5)} ms (p50), ${percentile(0.99)} ms (p99), as the caller sees it`);
console.log(`memory        ${beforeMb.toFixed(0)} MB before, ${afterMb.toFixed(0)} MB after`);
server.kill();
agent.destroy();
