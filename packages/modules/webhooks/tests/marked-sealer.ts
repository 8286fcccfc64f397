import type { Sealer } from "../src/infrastructure/signing/sealer.ts";

/** Hides nothing, but opens only what it sealed for the same place. */
export const markedSealer: Sealer = {
  seal: (secret, place) => `sealed|${place}|${Buffer.from(secret).toString("hex")}`,
  open: (sealed, place) => {
    const [mark, of, text = ""] = sealed.split("|");
    if (mark !== "sealed" || of !== place) throw new Error("It was not sealed for this place.");
    return Buffer.from(text, "hex").toString();
  },
};
