import { boundEdits } from "./inputs/bound-edits.ts";
import { collectionEdits } from "./inputs/collection-edits.ts";
import { fieldEdits } from "./inputs/field-edits.ts";
import { refinementEdits } from "./inputs/refinement-edits.ts";
import { typeEdits } from "./inputs/type-edits.ts";
import { unionEdits } from "./inputs/union-edits.ts";

/** Changes of what a procedure takes. */
export const inputs = [
  ...fieldEdits,
  ...typeEdits,
  ...boundEdits,
  ...refinementEdits,
  ...collectionEdits,
  ...unionEdits,
];
