/** The environment for a child process: the path, the home with the package store, and these variables. Nothing else reaches it. */
export const environmentWith = (variables: Readonly<Record<string, string>>): Record<string, string> => ({
  PATH: process.env.PATH ?? "",
  HOME: process.env.HOME ?? "",
  ...variables,
});
