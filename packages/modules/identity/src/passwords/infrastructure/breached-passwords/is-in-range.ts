/** The rest of a SHA-1 after five digits, and how often the password was seen. */
const line = /^([0-9A-F]{35}):(\d{1,12})$/;

/**
 * Looks for a hash in what the range protocol answers: a line for each hash that begins alike. Lines that only pad the
 * answer have a count of 0.
 *
 * @param rest - The last 35 digits of the hash, in upper case.
 * @returns null for a text that is no such answer.
 * @see https://haveibeenpwned.com/API/v3#PwnedPasswords
 */
export function isInRange(answer: string, rest: string): boolean | null {
  let isFound = false;
  for (const text of answer.toUpperCase().split(/\r?\n/)) {
    if (text === "") continue;
    const [, hash, count] = line.exec(text) ?? [];
    if (hash === undefined) return null;
    isFound ||= hash === rest && Number(count) > 0;
  }
  return isFound;
}
