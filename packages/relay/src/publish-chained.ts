import type { RelayedEvent } from "@ashlar/spine";
import type { NatsSession } from "./nats-session.ts";

type Session = Pick<NatsSession, "lastSequence" | "publish">;

/**
 * Stores events in their order, each only after the one before.
 *
 * All are sent at once, and each names the sequence it must follow. If the server refuses any, because the stream ends otherwise
 * than was thought, the rest goes one by one, so that one which the stream has already can be stepped over.
 *
 * @throws when any could not be stored; those before it are.
 */
export async function publishChained(session: Session, events: readonly RelayedEvent[]): Promise<void> {
  const last = await session.lastSequence();
  const sent = events.map((event, index) => session.publish(event, last + index));
  const outcomes = await Promise.allSettled(sent);
  const firstBad = outcomes.findIndex(({ status }) => status === "rejected");
  if (firstBad < 0) return;
  // With nothing known in the batch, the reason is not the chain, and a second try would meet it again.
  if (!outcomes.some((one) => one.status === "fulfilled" && one.value === "known")) {
    const [bad] = outcomes.slice(firstBad);
    throw bad?.status === "rejected" ? bad.reason : new Error("An event was refused.");
  }
  await publishOneByOne(session, events.slice(firstBad));
}

async function publishOneByOne(session: Session, events: readonly RelayedEvent[]): Promise<void> {
  let last = await session.lastSequence();
  for (const event of events) {
    if ((await session.publish(event, last)) === "stored") last += 1;
  }
}
