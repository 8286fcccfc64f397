/** Uniform in [0, 1). */
export type Random = () => number;

const words = (text: string): readonly string[] => text.split(" ");

const materials = words("oak linen brass wool glass cork steel clay leather bamboo copper felt");
const things = words(
  "lamp chair kettle blanket bowl shelf clock basket mirror table vase cushion tray bench teapot lantern",
);
const qualities = words("small tall folding round quiet bright sturdy plain northern garden travel evening");
const uses = [
  "by the window",
  "for two",
  "in the hall",
  "after work",
  "on long evenings",
  "in a small kitchen",
];

const pick = (list: readonly string[], random: Random): string =>
  list[Math.floor(random() * list.length)] ?? "";
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** A name of three words; the same for the same numbers. */
export const productName = (random: Random): string =>
  capital(`${pick(qualities, random)} ${pick(materials, random)} ${pick(things, random)}`);

/** One to three sentences of plain English. */
export const productDescription = (random: Random): string =>
  Array.from(
    { length: 1 + Math.floor(random() * 3) },
    () => `A ${pick(things, random)} of ${pick(materials, random)}, made for use ${pick(uses, random)}.`,
  ).join(" ");
