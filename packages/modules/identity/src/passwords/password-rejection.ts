import { isCommonPassword } from "./common-passwords.ts";
import { foldForComparison } from "./fold-for-comparison.ts";
import { isPatterned } from "./patterned-password.ts";

/** Why a new password is refused; its length is the contract's business. */
export type PasswordRefusal = "common" | "contains-account-data";

type Account = { readonly email: string; readonly name: string };

/** What is shorter occurs in innocent words: a whole address or name from 4 letters on, one word of a name from 6. */
const shortestWhole = 4;
const shortestWord = 6;

/**
 * Judges a new password by what a guesser tries first: lists, patterns, and the account's own data.
 *
 * Spelling does not help: case, separators, accents and the usual digits for letters are read through. There are no
 * composition rules.
 *
 * @see NIST SP 800-63B-4, section 3.1.1.2.
 */
export function passwordRejection(password: string, account: Account): PasswordRefusal | null {
  if (isCommonPassword(password) || isPatterned(password)) return "common";
  const letters = foldForComparison(password);
  return accountParts(account).some((part) => letters.includes(part)) ? "contains-account-data" : null;
}

function accountParts({ email, name }: Account): string[] {
  const localPart = email.slice(0, email.lastIndexOf("@"));
  const wholes = [localPart, name].map(foldForComparison).filter((part) => part.length >= shortestWhole);
  const words = name.split(/\s+/u).map(foldForComparison);
  return [...wholes, ...words.filter((part) => part.length >= shortestWord)];
}
