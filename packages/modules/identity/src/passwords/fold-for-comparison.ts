/** Digits and signs that people write for letters. */
const letterOfSign: Readonly<Record<string, string>> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "@": "a",
  $: "s",
  "!": "i",
};

/**
 * Reduces a text to the letters and digits that a guesser sees in it.
 *
 * Compatibility forms, case, accents, separators and the usual signs for letters are read through, so `P@ss-Wörd` and
 * `password` come out alike.
 */
export const foldForComparison = (text: string): string =>
  text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[01345@$!7]/gu, (sign) => letterOfSign[sign] ?? sign)
    .replace(/[^\p{L}\p{N}]/gu, "");
