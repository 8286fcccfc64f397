import { createReadStream } from "node:fs";
import { createGunzip } from "node:zlib";
import { endOfRows, UnusableBackup } from "./backup-format.ts";

/** Reads a backup from its beginning, once. */
export type BackupReader = {
  /** @throws UnusableBackup when the file ends before, or the line is none of ours. */
  readonly line: () => Promise<Record<string, unknown>>;
  /** The rows of the table that was opened, in pieces of whole lines. */
  readonly rows: () => AsyncGenerator<Buffer>;
  readonly close: () => void;
};

const marker = Buffer.from(`${endOfRows}\n`);
const pieceBytes = 65_536;

export function backupReader(file: string): BackupReader {
  const stream = createReadStream(file);
  const unzipped = stream.pipe(createGunzip());
  stream.on("error", (error) => unzipped.destroy(error));
  const chunks = unzipped[Symbol.asyncIterator]();
  let rest: Buffer = Buffer.alloc(0);

  const more = async (): Promise<void> => {
    const next = await chunks.next().catch((cause: unknown) => {
      throw new UnusableBackup("The backup cannot be read: cut off, changed, or no backup.", { cause });
    });
    if (next.done) throw new UnusableBackup("The backup ends too early.");
    // Sound: a stream without an encoding gives bytes.
    rest = Buffer.concat([rest, next.value as Buffer]);
  };
  const rawLine = async (): Promise<Buffer> => {
    let at = rest.indexOf(10);
    while (at === -1) {
      await more();
      at = rest.indexOf(10);
    }
    const line = rest.subarray(0, at + 1);
    rest = rest.subarray(at + 1);
    return line;
  };
  return {
    line: async () => {
      const text = (await rawLine()).toString();
      try {
        // Sound: what is not an object fails the checks of its fields.
        return JSON.parse(text) as Record<string, unknown>;
      } catch (cause) {
        throw new UnusableBackup("The backup has a line that no backup has.", { cause });
      }
    },
    rows: async function* () {
      let piece: Buffer[] = [];
      let size = 0;
      for (;;) {
        const line = await rawLine();
        if (line.equals(marker)) break;
        piece.push(line);
        size += line.length;
        if (size >= pieceBytes) {
          yield Buffer.concat(piece);
          piece = [];
          size = 0;
        }
      }
      if (size > 0) yield Buffer.concat(piece);
    },
    close: () => stream.destroy(),
  };
}
