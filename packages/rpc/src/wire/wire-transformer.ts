import { deserializeInput } from "./deserialize-input.ts";
import { serializeOutput } from "./serialize-output.ts";
import { superjsonCodec } from "./superjson-codec.ts";

/**
 * How values cross the wire: superjson's format in both directions, so that any client with superjson reads it.
 *
 * The server's half (input read, output written) is fast and guarded; the client's half is superjson.
 *
 * @see docs/decisions/005-trpc-hot-path.md
 */
export const wireTransformer = {
  input: {
    serialize: (value: unknown) => superjsonCodec.serialize(value),
    deserialize: deserializeInput,
  },
  output: {
    serialize: serializeOutput,
    deserialize: superjsonCodec.deserialize.bind(superjsonCodec),
  },
};
