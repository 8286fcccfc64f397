import { defineErrors } from "@ashlar/kernel";

export const operationsErrors = defineErrors({
  DEAD_LETTER_NOT_FOUND: (_: { readonly id: string }) => "There is no such dead letter.",
  PROJECTION_NOT_FOUND: ({ projection }: { readonly projection: string }) =>
    `There is no projection "${projection}".`,
});
