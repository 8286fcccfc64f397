/** `posts.list` is `postsList`. */
export const fieldName = (path: string): string =>
  path.replaceAll(/\.([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** `postsList` is `PostsList`. */
export const typeName = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/** Whether GraphQL takes it as a name; those with two underscores in front are its own. */
export const isName = (text: string): boolean => /^(?!__)[A-Za-z_]\w*$/.test(text);
