import { printSchema } from "graphql";
import { type Described, schemaOf } from "./schema.ts";

/** The schema of a contract in the schema definition language, as clients generate code from it. */
export const schemaText = (procedures: readonly Described[]): string =>
  `${printSchema(schemaOf(procedures))}\n`;
