import { createWriteStream } from "node:fs";

/** A destination that costs what a real one costs, and keeps nothing. */
export const discard = createWriteStream("/dev/null");
