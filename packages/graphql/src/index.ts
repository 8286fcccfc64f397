export type { GraphqlOptions } from "./graphql-options.ts";
export { graphqlSurface } from "./graphql-surface.ts";
export { schemaText } from "./schema-text.ts";
