import type { Socket } from "node:net";

export type Direction = "to server" | "to client";

/** How a line is at the moment; 0 is no delay, and no bound. */
export type Line = { readonly delayMs: number; readonly bytesPerSecond: number };

/** One direction of one connection. */
export type Flow = { readonly from: Socket; readonly direction: Direction };

/** Passes data on as the line allows, in order, whatever changes meanwhile. */
export function flowOf(from: Socket, to: Socket, direction: Direction, line: Line): Flow {
  let late = Promise.resolve();
  let piecesUnderWay = 0;
  let freeAtMs = 0;
  const passLate = async (data: Buffer, dueMs: number): Promise<void> => {
    await late;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, dueMs - performance.now())));
    if (!to.destroyed) to.write(data);
    piecesUnderWay -= 1;
  };
  from.on("data", (data) => {
    if (line.delayMs === 0 && line.bytesPerSecond === 0 && piecesUnderWay === 0) {
      to.write(data);
      return;
    }
    const sendMs = line.bytesPerSecond === 0 ? 0 : (data.length / line.bytesPerSecond) * 1_000;
    freeAtMs = Math.max(freeAtMs, performance.now()) + sendMs;
    piecesUnderWay += 1;
    late = passLate(data, freeAtMs + line.delayMs);
  });
  from.on("error", () => undefined);
  return { from, direction };
}
