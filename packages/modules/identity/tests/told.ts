import { isClientError } from "@ashlar/client";

/** What a caller can tell of a failure. */
export async function told(call: Promise<unknown>) {
  const error: unknown = await call.catch((thrown: unknown) => thrown);
  if (!isClientError(error)) throw new Error("The call was answered.", { cause: error });
  return { message: error.message, status: error.data?.httpStatus, failure: error.data?.failure };
}
