/** Uniform in [0, 1). */
export type Random = () => number;

const things =
  "garden bridge lighthouse kitchen harbour workshop library orchard railway market bakery river mountain island theatre museum bicycle clock map letter recipe window staircase lantern notebook";
const qualities =
  "quiet narrow early patient bright borrowed careful old northern small forgotten open honest winter wooden distant shared plain restless unfinished";
const deeds =
  "build repair visit paint measure remember plan leave find keep share begin draw close cross describe";
const places =
  "by the sea|in the old town|after the rain|on a Sunday morning|at the end of the line|behind the station|in three days|without a plan|before winter|with neighbours";

const nouns = things.split(" ");
const adjectives = qualities.split(" ");
const verbs = deeds.split(" ");
const circumstances = places.split("|");

const pick = (list: readonly string[], random: Random): string =>
  list[Math.floor(random() * list.length)] ?? "";
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const thing = (random: Random): string => `${pick(adjectives, random)} ${pick(nouns, random)}`;
const between = (low: number, high: number, random: Random): number =>
  low + Math.floor(random() * (high - low + 1));

const titles: readonly ((random: Random) => string)[] = [
  (random) => `How to ${pick(verbs, random)} a ${thing(random)}`,
  (random) => `The ${thing(random)} ${pick(circumstances, random)}`,
  (random) => `${between(3, 12, random)} ways to ${pick(verbs, random)} the ${pick(nouns, random)}`,
  (random) => `Notes on a ${thing(random)}`,
  (random) => `Why we ${pick(verbs, random)} the ${pick(nouns, random)} ${pick(circumstances, random)}`,
];

const sentences: readonly ((random: Random) => string)[] = [
  (random) => `We ${pick(verbs, random)} the ${pick(nouns, random)} ${pick(circumstances, random)}.`,
  (random) => `A ${thing(random)} is worth more than a ${thing(random)}.`,
  (random) =>
    `Nobody will ${pick(verbs, random)} a ${pick(nouns, random)} for you, least of all ${pick(circumstances, random)}.`,
  (random) => `${capital(pick(circumstances, random))}, the ${thing(random)} looks different.`,
  (random) =>
    `First ${pick(verbs, random)} the ${pick(nouns, random)}, then ${pick(verbs, random)} the ${pick(nouns, random)}.`,
];

const written = (forms: readonly ((random: Random) => string)[], random: Random): string =>
  forms[Math.floor(random() * forms.length)]?.(random) ?? "";

/** A headline of 3–10 words; the same for the same numbers. */
export const postTitle = (random: Random): string => written(titles, random);

/** Two to six paragraphs of plain English, some 300–2,000 characters. */
export const postBody = (random: Random): string =>
  Array.from({ length: between(2, 6, random) }, () =>
    Array.from({ length: between(3, 6, random) }, () => written(sentences, random)).join(" "),
  ).join("\n\n");
