import { readFile } from "node:fs/promises";
import type { ClusterNode } from "../cluster/fault-cluster.ts";

export type MemorySample = {
  readonly requests: number;
  /** Of the process, as the system counts it. */
  readonly rssBytes: number;
  /** What is alive after a collection. */
  readonly heapBytes: number;
};

/** Asks a node's inspector to collect garbage, and how much is left. */
export async function nodeMemory(node: ClusterNode): Promise<Omit<MemorySample, "requests">> {
  const targets = await fetch(`http://127.0.0.1:${node.inspectorPort}/json/list`);
  // Sound: documented by Node; one target for a process without workers.
  const [target] = (await targets.json()) as { webSocketDebuggerUrl: string }[];
  const socket = new WebSocket(target?.webSocketDebuggerUrl ?? "");
  await new Promise((resolve, reject) => {
    socket.addEventListener("open", resolve, { once: true });
    socket.addEventListener("error", reject, { once: true });
  });
  try {
    await ask(socket, 1, "HeapProfiler.collectGarbage");
    const { usedSize } = await ask(socket, 2, "Runtime.getHeapUsage");
    return { heapBytes: usedSize ?? 0, rssBytes: await residentBytes(node.pid()) };
  } finally {
    socket.close();
  }
}

function ask(socket: WebSocket, id: number, method: string): Promise<{ usedSize?: number }> {
  return new Promise((resolve) => {
    const onMessage = ({ data }: MessageEvent): void => {
      const answer: { id?: number; result?: { usedSize?: number } } = JSON.parse(String(data));
      if (answer.id !== id) return;
      socket.removeEventListener("message", onMessage);
      resolve(answer.result ?? {});
    };
    socket.addEventListener("message", onMessage);
    socket.send(JSON.stringify({ id, method }));
  });
}

async function residentBytes(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1_024;
}
