import type { Cipher } from "@ashlar/secrets";

/** Hides nothing, but opens only what it sealed for the same place. */
export const markedSealer: Cipher = {
  seal: (secret, place) => `sealed|${place}|${Buffer.from(secret).toString("hex")}`,
  open: (sealed, place) => {
    const [mark, of, text = ""] = sealed.split("|");
    if (mark !== "sealed" || of !== place) throw new Error("It was not sealed for this place.");
    return Buffer.from(text, "hex").toString();
  },
};
