/** What a log line says of an error: never the values that a query carried. */
export type ErrorFields = {
  readonly type: string;
  readonly message: string;
  readonly code?: string;
  readonly stack?: string;
  readonly cause?: ErrorFields;
};

const maximumDepth = 5;

/**
 * Turns an error into log fields, causes included, at most five deep.
 *
 * Drizzle's `DrizzleQueryError` puts the parameters of the statement into its message and its stack, and PostgreSQL
 * puts row values into `detail`: the first is cut at "params:", the second is left out.
 */
export function errorFields(error: unknown, depth = 1): ErrorFields {
  if (!(error instanceof Error))
    return { type: typeof error, message: "A value that is no error was thrown." };
  const code = Reflect.get(error, "code");
  return {
    type: error.name,
    message: withoutParameters(error.message),
    ...(typeof code === "string" ? { code } : {}),
    ...(error.stack === undefined ? {} : { stack: withoutParameters(error.stack) }),
    ...(error.cause === undefined || depth === maximumDepth
      ? {}
      : { cause: errorFields(error.cause, depth + 1) }),
  };
}

/** Parameters may span lines, so everything from "params:" to the first stack frame goes. */
const withoutParameters = (text: string): string =>
  text.replace(/\nparams: [\s\S]*?(?=\n {4}at |$)/, "\nparams: [removed]");
