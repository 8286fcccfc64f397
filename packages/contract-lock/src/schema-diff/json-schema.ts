import { z } from "zod";

/**
 * A JSON Schema (2020-12) as the lock holds it: the keywords that the comparison follows are typed, any other is kept.
 *
 * Four keywords are the lock's own. `x-typescript` names a type that JSON writes as another (`Date`), and `x-bounds` its
 * bounds; `x-rules` lists refinements by name; `x-then` is what a piped schema demands of the value that the first one
 * made. `x-extensible-enum` is OpenAPI's: values that are known of a text that may be any.
 */
export const JsonSchema = z.looseObject({
  $ref: z.string().optional(),
  type: z.union([z.string(), z.array(z.string())]).optional(),
  enum: z.array(z.json()).optional(),
  const: z.json().optional(),
  "x-extensible-enum": z.array(z.string()).optional(),
  format: z.string().optional(),
  pattern: z.string().optional(),
  multipleOf: z.number().optional(),
  required: z.array(z.string()).optional(),
  "x-typescript": z.string().optional(),
  "x-rules": z.array(z.string()).optional(),
  get anyOf() {
    return z.array(JsonSchema).optional();
  },
  get allOf() {
    return z.array(JsonSchema).optional();
  },
  get items() {
    return z.union([z.boolean(), JsonSchema]).optional();
  },
  get prefixItems() {
    return z.array(JsonSchema).optional();
  },
  get properties() {
    return z.record(z.string(), JsonSchema).optional();
  },
  get additionalProperties() {
    return z.union([z.boolean(), JsonSchema]).optional();
  },
  get propertyNames() {
    return JsonSchema.optional();
  },
  get "x-then"() {
    return JsonSchema.optional();
  },
});
export type JsonSchema = z.output<typeof JsonSchema>;
