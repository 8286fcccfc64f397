import superjson from "superjson";

/**
 * Reads the error that a stream was refused or ended with, if it is that its position is lost.
 *
 * @param data - Of a `serialized-error` event.
 * @returns The error as the tRPC server shaped it; undefined for any other error.
 */
export function positionRefusal(data: string): object | undefined {
  const shape: unknown = superjson.deserialize(JSON.parse(data));
  return codeOf(shape) === "STREAM_POSITION_LOST" ? (shape as object) : undefined;
}

function codeOf(shape: unknown): unknown {
  const failure = field(field(shape, "data"), "failure");
  return field(failure, "code");
}

const field = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
