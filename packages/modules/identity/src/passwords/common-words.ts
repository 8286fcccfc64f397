import { foldForComparison } from "./fold-for-comparison.ts";

/** Words that add nothing to guess when a password consists of them. */
export const commonWords: readonly string[] = `
  password passwort passwd pass word secret login signin welcome admin administrator letmein access
  account default changeme change please master user test testing guest root super hello iloveyou love
  ashlar monkey dragon sunshine princess football baseball qwerty azerty qwertz abc asdf qwer zxcv the
  this that is my me in to a an and new old temp temporary server system spring summer autumn winter
  january february march april may june july august september october november december monday friday
  sunday company computer internet website site email long enough very secure strong safe fifteen
  characters character
`
  .split(/\s+/u)
  .filter((word) => word !== "")
  .map(foldForComparison);
