import { commonWords } from "./common-words.ts";
import { foldForComparison } from "./fold-for-comparison.ts";

/** Rows that fingers run along, and the alphabets that everybody counts in. */
const runs = [
  "abcdefghijklmnopqrstuvwxyz",
  "01234567890123456789",
  "qwertyuiop",
  "asdfghjkl",
  "zxcvbnm",
  "qazwsxedcrfvtgbyhnujmikolp",
  "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
  "azertyuiopqsdfghjklmwxcvbn",
  "qwertzuiopasdfghjklyxcvbnm",
];

const reversed = (text: string): string => [...text].reverse().join("");

/** What `foldForComparison` would make of digits must not hide a run of them. */
const lowered = (password: string): string =>
  password
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s\-_.,;:/|+*#]/gu, "");

/**
 * Whether a password is a repetition, a run of keys or letters, or nothing but empty words and digits.
 *
 * It errs on the side of the user: one part that is none of these makes the password pass.
 */
export function isPatterned(password: string): boolean {
  const text = lowered(password);
  return isRepetition(text) || isOfRuns(text) || isOfEmptyWords(text);
}

/** At most 4 different characters, or one part of at most half the length again and again. */
function isRepetition(text: string): boolean {
  if (new Set(text).size <= 4) return true;
  const period = (text + text).indexOf(text, 1);
  return period <= text.length / 2;
}

const shortestRunLength = 4;

/** Cut from the left into runs of at least four; what is left over may be three characters. */
function isOfRuns(text: string): boolean {
  let rest = text;
  let leftOver = 0;
  while (rest.length > 0) {
    const length = longestRun(rest);
    if (length >= shortestRunLength) rest = rest.slice(length);
    else {
      rest = rest.slice(1);
      leftOver += 1;
      if (leftOver > 3) return false;
    }
  }
  return true;
}

const allRuns = [...runs, ...runs.map(reversed)];

function longestRun(text: string): number {
  let length = shortestRunLength - 1;
  while (length < text.length && allRuns.some((run) => run.includes(text.slice(0, length + 1)))) length += 1;
  return length;
}

/** Digits and signs at the end and between the words count for nothing. */
function isOfEmptyWords(text: string): boolean {
  const lettersAlone = text.replace(/[^\p{L}]/gu, "");
  const withoutTail = text.replace(/[\d\W]+$/u, "");
  return [lettersAlone, foldForComparison(text), foldForComparison(withoutTail)].some(consistsOfEmptyWords);
}

/** Linear in the text: a backtracking expression would take exponential time on `passwordpassword…x`. */
function consistsOfEmptyWords(text: string): boolean {
  const isReached = new Uint8Array(text.length + 1);
  isReached[0] = 1;
  for (let from = 0; from < text.length; from += 1) {
    if (isReached[from] === 0) continue;
    for (const word of commonWords) if (text.startsWith(word, from)) isReached[from + word.length] = 1;
  }
  return text.length > 0 && isReached[text.length] === 1;
}
