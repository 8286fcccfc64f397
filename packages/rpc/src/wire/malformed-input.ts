/**
 * The input is not a payload this server reads; answered 400 on every surface.
 *
 * tRPC turns it into a `BAD_REQUEST` that has this error as its `cause`. The message is fixed text for each
 * reason and repeats nothing of the input.
 */
export class MalformedInput extends Error {
  override readonly name = "MalformedInput";
}
