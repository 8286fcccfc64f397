import type { Effect } from "../schema-diff/schema-delta.ts";
import type { Change } from "./change.ts";

type Verdict = Pick<Change, "isBreaking" | "why">;
type Verdicts = Readonly<Record<Effect, Verdict>>;

const breaking = (why: string): Verdict => ({ isBreaking: true, why });
const compatible = (why: string): Verdict => ({ isBreaking: false, why });

/** An input may widen. */
const input: Verdicts = {
  widened: compatible("every call that was accepted still is"),
  extended: compatible("clients may leave it out"),
  narrowed: breaking("calls that were accepted are refused"),
  altered: breaking("calls that were accepted are refused or mean something else"),
};

/** An output may narrow, and gain fields. */
const output: Verdicts = {
  widened: breaking("clients meet a value that they were promised not to"),
  extended: compatible("clients ignore what they do not know"),
  narrowed: compatible("every answer is one that clients already handle"),
  altered: breaking("clients miss a value that they were promised, or meet another"),
};

/** A version of an event is written once and read for years by old and new readers: it may gain optional fields. */
const eventVersion: Verdicts = {
  widened: breaking("old readers cannot read new events; raise the version"),
  extended: compatible("old readers ignore it and old events lack it"),
  narrowed: breaking("stored events do not fit any more; raise the version"),
  altered: breaking("stored events and old readers do not fit any more; raise the version"),
};

/** What a difference between two schemas means, by the way their values travel. */
export const verdicts = { input, output, eventVersion } as const;
