import type { FieldIssue } from "@ashlar/contracts";

/**
 * Stands for an input with annotations that cannot be read; no schema sees it.
 *
 * The call is charged and passes its gate first, as any other; where it would be validated, it is refused with these
 * issues.
 */
export class UnreadableFields {
  readonly issues: readonly FieldIssue[];

  constructor(issues: readonly FieldIssue[]) {
    this.issues = issues;
  }
}
