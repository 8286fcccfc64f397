import type { AnyEntry } from "@ashlar/contracts";
import { DomainError } from "@ashlar/kernel";
import { jsonReaderOf } from "@ashlar/rpc";
import { z } from "zod";
import { PeerFault } from "./peer-fault.ts";

/** An answer as it came: its status, what it asks to wait, and its text. */
export type RawAnswer = {
  readonly status: number;
  readonly retryAfterSeconds: number;
  readonly text: string;
};

const SuccessBody = z.object({
  data: z.unknown(),
  meta: z.object({ pagination: z.unknown().optional() }).optional(),
});
const ErrorBody = z.object({
  error: z.object({ code: z.string(), message: z.string().max(500), data: z.unknown().optional() }),
});

/**
 * Plans, once per entry, how an answer becomes the procedure's output, or the error that the contract declares.
 *
 * @throws DomainError from the plan, for a declared error with details that fit.
 * @throws PeerFault from the plan, for anything else.
 */
export function peerAnswerPlan(peer: string, entry: AnyEntry): (answer: RawAnswer) => unknown {
  const readDates = jsonReaderOf(entry.output) ?? ((value: unknown) => value);
  const isChange = entry.kind === "mutation";
  return (answer) => {
    if (answer.status < 200 || answer.status > 299) throw failureIn(peer, entry, answer);
    const output = entry.output.safeParse(answer.status === 204 ? undefined : readDates(dataIn(answer.text)));
    if (output.success) return output.data;
    throw new PeerFault(
      `${peer} answered ${answer.status} with something that its contract does not describe.`,
      // The answer is whole JSON and says success, so asking again brings the same.
      { isTransient: jsonIn(answer.text) === undefined, isPeersFault: true, outcomeUnknown: isChange },
      { cause: output.error },
    );
  };
}

/** The value in the success envelope; a list is put together again as `{ items, page }`. */
function dataIn(text: string): unknown {
  const body = SuccessBody.safeParse(jsonIn(text));
  if (!body.success) return undefined;
  const { data, meta } = body.data;
  return meta?.pagination === undefined ? data : { items: data, page: meta.pagination };
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function failureIn(peer: string, entry: AnyEntry, { status, text, retryAfterSeconds }: RawAnswer): Error {
  const body = ErrorBody.safeParse(jsonIn(text));
  const told = body.success ? body.data.error : undefined;
  const declared = entry.errors.find((error) => error.code === told?.code && error.status === status);
  const details = declared?.details.safeParse(told?.data ?? {});
  if (told && declared && details?.success) {
    // Sound: details of a declared error are objects; `safeParse` has just made one.
    return new DomainError(declared.code, told.message, details.data as Readonly<Record<string, unknown>>);
  }
  const isBusy = status === 429 || status === 503;
  return new PeerFault(`${peer} answered ${status}${told ? ` ${told.code.slice(0, 64)}` : ""}.`, {
    isTransient: isBusy || status >= 500,
    isPeersFault: status >= 500,
    outcomeUnknown: entry.kind === "mutation" && status >= 500 && !isBusy,
    retryAfterSeconds,
  });
}
