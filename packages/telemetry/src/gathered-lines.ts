import pino, { type DestinationStream } from "pino";

/** Of UTF-8; a write to standard output of as much as this takes no longer than one of a single line. */
const gatheredBytes = 8_192;
const longestWaitMs = 10;

/**
 * Standard output, written to without blocking, lines gathered for 10 ms or 8 KiB.
 *
 * Under load a write for every line would cost as much as the line. What was gathered is written at exit and, with
 * `fatal`, at once; a process that is killed loses the last 10 ms.
 */
export function gatheredLines(): DestinationStream & { readonly flushSync: () => void } {
  const output = pino.destination({ sync: false, minLength: gatheredBytes });
  let isWriteDue = false;
  const flush = (): void => {
    isWriteDue = false;
    output.flush();
  };
  return {
    write: (line) => {
      output.write(line);
      if (isWriteDue) return;
      isWriteDue = true;
      setTimeout(flush, longestWaitMs).unref();
    },
    flushSync: () => output.flushSync(),
  };
}
