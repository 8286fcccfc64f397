/** Writes `EMAIL_TAKEN` and `posts.byUser` as `EmailTaken` and `PostsByUser`. */
export const pascalCase = (name: string): string =>
  name
    .split(/[._]/)
    .map((word) => {
      const rest = word.slice(1);
      return word.charAt(0).toUpperCase() + (word === word.toUpperCase() ? rest.toLowerCase() : rest);
    })
    .join("");
