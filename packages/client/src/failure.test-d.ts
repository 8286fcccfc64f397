import { expectTypeOf } from "vitest";
import {
  type Client,
  type Failure,
  isClientError,
  type ProtocolFailure,
  safe,
  Unreachable,
} from "./index.ts";

declare const client: Client;
declare const unknownError: unknown;

type OfTransport =
  | ProtocolFailure["code"]
  | "VALIDATION_FAILED"
  | "UNAUTHENTICATED"
  | "FORBIDDEN"
  | "RATE_LIMITED"
  | "OVERLOADED"
  | "INTERNAL";

// Exactly what the entry declares, and what any procedure can answer.
expectTypeOf<Failure<Client["posts"]["get"]>["code"]>().toEqualTypeOf<OfTransport | "POST_NOT_FOUND">();
expectTypeOf<Failure<Client["posts"]["list"]>["code"]>().toEqualTypeOf<OfTransport>();
expectTypeOf<Failure<Client["auth"]["register"]>["code"]>().toEqualTypeOf<
  OfTransport | "EMAIL_TAKEN" | "PASSWORD_REFUSED"
>();
expectTypeOf<Failure<Client["auth"]["sessions"]["revoke"]>["code"]>().toEqualTypeOf<
  OfTransport | "SESSION_REQUIRED" | "SESSION_NOT_FOUND"
>();

/** Compiles only while every outcome has its case. */
export async function answerOf(postId: string): Promise<string> {
  const [post, error] = await safe(client.posts.get.query({ id: postId }));
  if (!error) {
    expectTypeOf(post.createdAt).toEqualTypeOf<Date>();
    return post.title;
  }
  expectTypeOf(post).toEqualTypeOf<undefined>();
  const failure = error.data?.failure;
  if (!failure) return error.message;
  switch (failure.code) {
    case "POST_NOT_FOUND":
      return failure.details.postId;
    case "VALIDATION_FAILED":
      return failure.details.issues.map(({ field, constraint }) => `${field}: ${constraint}`).join();
    case "RATE_LIMITED":
    case "OVERLOADED":
      return `${failure.details.retryAfterSeconds}`;
    case "UNAUTHENTICATED":
    case "FORBIDDEN":
    case "INTERNAL":
      return failure.code;
    default:
      // The request never became a call; an outcome without its case would not satisfy this.
      return (failure satisfies ProtocolFailure).code;
  }
}

export async function forgetful(postId: string): Promise<string> {
  const [, error] = await safe(client.posts.get.query({ id: postId }));
  const failure = error?.data?.failure;
  switch (failure?.code) {
    case undefined:
    case "VALIDATION_FAILED":
    case "UNAUTHENTICATED":
    case "FORBIDDEN":
    case "RATE_LIMITED":
    case "OVERLOADED":
    case "INTERNAL":
      return "";
    default:
      // @ts-expect-error: POST_NOT_FOUND is left over
      return (failure satisfies ProtocolFailure).code;
  }
}

export async function mistaken(): Promise<boolean> {
  const [, error] = await safe(client.auth.login.mutate({ email: "a@example.test", password: "secret" }));
  // @ts-expect-error: login does not declare this outcome
  return error?.data?.failure?.code === "POST_NOT_FOUND";
}

// Where the procedure is not known, neither are its outcomes.
if (isClientError(unknownError)) {
  expectTypeOf(unknownError.data?.requestId).toEqualTypeOf<string | undefined>();
  expectTypeOf(unknownError.data?.httpStatus).toEqualTypeOf<number | undefined>();
  if (unknownError.cause instanceof Unreachable) {
    expectTypeOf(unknownError.cause.reason).toEqualTypeOf<
      "network" | "timeout" | "redirected" | "not-json"
    >();
  }
}
