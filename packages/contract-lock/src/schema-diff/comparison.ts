import type { JsonSchema } from "./json-schema.ts";
import type { SchemaDelta } from "./schema-delta.ts";

/** Where a comparison stands, and how it continues below. */
export type Comparison = {
  readonly field: string;
  /** Finds what a schema refers to, before and after. */
  readonly resolveBefore: (schema: JsonSchema) => JsonSchema;
  readonly resolveAfter: (schema: JsonSchema) => JsonSchema;
  /** Compares what stands below `step`, such as `.name` or `[]`. */
  readonly compare: (before: JsonSchema, after: JsonSchema, step: string) => SchemaDelta[];
};

/** Compares one aspect of two schemas that are neither references nor unions. */
export type AspectComparison = (before: JsonSchema, after: JsonSchema, at: Comparison) => SchemaDelta[];
