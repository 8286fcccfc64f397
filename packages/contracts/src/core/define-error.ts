import type { z } from "zod";

export type ErrorStatus = 400 | 401 | 402 | 403 | 404 | 409 | 410 | 413 | 415 | 422 | 429 | 500 | 503;

/** An outcome that a procedure promises: its code, HTTP status, meaning and the shape of its details. */
export type ErrorDeclaration<Code extends string = string, Details = unknown> = {
  readonly code: Code;
  readonly status: ErrorStatus;
  /** One sentence for the documentation. */
  readonly summary: string;
  readonly details: z.ZodType<Details>;
};

/**
 * Declares an error once, for every surface.
 *
 * @param code - SCREAMING_SNAKE, unique in the contract.
 */
export const defineError = <const Code extends string, Details>(
  code: Code,
  status: ErrorStatus,
  summary: string,
  details: z.ZodType<Details>,
): ErrorDeclaration<Code, Details> => ({ code, status, summary, details });

/** What the client sees of one declared error: `{ code, details }`. */
export type FailureOf<Declared> =
  Declared extends ErrorDeclaration<infer Code, infer Details>
    ? { readonly code: Code; readonly details: Details }
    : never;
