import { DomainError, type ErrorDetails } from "./domain-error.ts";

/** Writes the message of one error from its details. */
type Message = (details: never) => string;

type Constructor<Code extends string, Write extends Message> =
  Parameters<Write> extends [infer Details extends ErrorDetails]
    ? (details: Details, options?: ErrorOptions) => DomainError<Code, Details>
    : (details?: Record<never, never>, options?: ErrorOptions) => DomainError<Code, Record<never, never>>;

export type ErrorTable<Messages extends Record<string, Message>> = {
  readonly [Code in keyof Messages & string]: Constructor<Code, Messages[Code]>;
};

/**
 * Makes a module's error constructors from one table of code → message.
 *
 * Codes are SCREAMING_SNAKE and must be declared by every contract entry whose use case throws them: an
 * undeclared code is answered as a bug.
 */
export function defineErrors<const Messages extends Record<string, Message>>(
  messages: Messages,
): ErrorTable<Messages> {
  const table: Record<string, (details?: ErrorDetails, options?: ErrorOptions) => DomainError> = {};
  for (const [code, write] of Object.entries(messages)) {
    table[code] = (details = {}, options) => new DomainError(code, write(details as never), details, options);
  }
  // Sound: the loop gives every key of `messages` a constructor that passes the details its message takes.
  return table as ErrorTable<Messages>;
}
