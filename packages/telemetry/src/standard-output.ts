import { closeSync, constants, fstatSync, openSync, writeSync } from "node:fs";
import { Socket } from "node:net";
import { isoNow } from "@ashlar/kernel";
import type { DestinationStream } from "pino";

/** Of text; a write of this much takes no longer than one of a single line. */
const gatheredLength = 8_192;
const longestWaitMs = 10;
/** Of text that waits for an output which takes no more; about a second of lines of a busy process. */
const longestBacklog = 1_048_576;
const slowReaderMs = 200;
/** A pipe holds 64 KiB: a reader that is merely slow still gets 13 MB a second. */
const shortestRetryMs = 5;
const longestRetryMs = 100;

/** Not `process.stdout.fd`: opening that stream makes the descriptor wait again. */
const standardOutputDescriptor = 1;

export type LineOutput = DestinationStream & {
  /** Writes what has been gathered; waits 200 ms at most for a slow reader, and not for one that has stopped. */
  readonly flushSync: () => void;
  /** Lines lost since the start of the process because the output took no more. */
  readonly droppedLines: () => number;
};

/**
 * Opens standard output for log lines: gathered for 10 ms or 8 KiB, written in order, never waited for.
 *
 * Under load a write for every line would cost as much as the line. An output that takes nothing (a full disk, a pipe
 * without a reader) holds up no request and no exit: up to 1 MiB is kept and written once the output recovers, later
 * lines are dropped and counted, and a line then says how many. Gathered lines are written at exit and, with `fatal`,
 * immediately; a killed process loses the last 10 ms.
 */
export function standardOutput(): LineOutput {
  const output = lineOutput(nonBlocking(standardOutputDescriptor));
  process.once("exit", output.flushSync);
  return output;
}

function lineOutput(descriptor: number): LineOutput {
  let gathered = "";
  let unwritten: Buffer = Buffer.alloc(0);
  let dropped = 0;
  let unreported = 0;
  let timer: NodeJS.Timeout | null = null;
  let retryMs = shortestRetryMs;

  const flush = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    try {
      do {
        if (unwritten.length === 0) {
          unwritten = Buffer.from(gathered);
          gathered = "";
        }
        while (unwritten.length > 0) {
          unwritten = unwritten.subarray(writeSync(descriptor, unwritten));
          retryMs = shortestRetryMs;
        }
        if (unreported > 0) gathered += droppedLine(unreported);
        unreported = 0;
      } while (gathered.length > 0);
    } catch {
      // Whatever the reason, it may pass: the disk has room again, the reader reads on.
      timer = setTimeout(flush, retryMs).unref();
      retryMs = Math.min(2 * retryMs, longestRetryMs);
    }
  };

  return {
    write: (line) => {
      if (unwritten.length + gathered.length + line.length > longestBacklog) {
        dropped += 1;
        unreported += 1;
        return;
      }
      gathered += line;
      // While the output takes nothing, only the timer tries again.
      if (unwritten.length > 0) return;
      if (gathered.length >= gatheredLength) flush();
      else timer ??= setTimeout(flush, longestWaitMs).unref();
    },
    flushSync: () => {
      const waitsUntilMs = unwritten.length > 0 ? 0 : performance.now() + slowReaderMs;
      flush();
      while (unwritten.length > 0 && performance.now() < waitsUntilMs) {
        Atomics.wait(never, 0, 0, shortestRetryMs);
        flush();
      }
    },
    droppedLines: () => dropped,
  };
}

/** Nothing wakes a thread that waits on it. */
const never = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));

const droppedLine = (lines: number): string =>
  `${JSON.stringify({ level: "warn", time: isoNow(), lines, msg: "log lines dropped" })}\n`;

/**
 * Turns a file descriptor into one whose writes fail with EAGAIN where they would wait.
 *
 * A pipe or terminal is opened once more, since the flag would otherwise also hold for other processes that write to
 * it. A socket cannot be opened again, nor a pipe of another user; the runtime's socket sets the flag. Writes to files
 * do not wait for a reader.
 */
function nonBlocking(descriptor: number): number {
  const kind = fstatSync(descriptor);
  if (kind.isFile()) return descriptor;
  try {
    const opened = openSync(`/dev/fd/${descriptor}`, constants.O_WRONLY | constants.O_NONBLOCK);
    if (fstatSync(opened).ino === kind.ino) return opened;
    closeSync(opened);
  } catch {
    // Not to be opened again.
  }
  if (kind.isFIFO() || kind.isSocket())
    new Socket({ fd: descriptor, readable: false, writable: true }).unref();
  return descriptor;
}
