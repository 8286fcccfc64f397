import { Unavailable } from "@ashlar/kernel";
import { silentLog } from "@ashlar/testing";
import { expect, test } from "vitest";
import { serviceClient } from "../src/index.ts";
import { type Behaviour, fails, good, hangs, misbehavingPeer } from "./misbehaving-peer.ts";
import { peerContract } from "./peer-contract.ts";

const ignore = (): void => undefined;
const openMs = 200;

const clientOf = (url: string, bulkhead = {}, timeoutMs = 5_000) =>
  serviceClient({
    name: "the stamp office",
    contract: peerContract,
    url,
    log: silentLog,
    timeoutMs,
    retries: { attempts: 1 },
    breaker: { minimumCalls: 4, windowCalls: 8, failureShare: 0.5, openMs },
    bulkhead,
  });
type Client = ReturnType<typeof clientOf>;

const get = (client: Client): Promise<string> =>
  client.calls.stamps.get({ id: "1" }).then(
    () => "ok",
    (error: unknown) => (error instanceof Unavailable ? error.message : "bug"),
  );

async function opened(client: Client): Promise<void> {
  for (let call = 0; call < 4; call += 1) await get(client);
  expect(client.health().breaker).toBe("open");
}

const rest = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, openMs + 20));

test("a failing peer is left alone, then tried with one call, then trusted again", async () => {
  await using peer = await misbehavingPeer(fails(500));
  const client = clientOf(peer.url);
  await opened(client);
  expect(await get(client)).toContain("left alone");
  expect(peer.heard).toHaveLength(4);

  await rest();
  const answer = Promise.withResolvers<void>();
  const held: Behaviour = (response, heard) => void answer.promise.then(() => good(response, heard));
  peer.behave(held);
  const trial = get(client);
  await expect.poll(() => peer.heard.length).toBe(5);
  expect(client.health().breaker).toBe("half-open");
  // While the trial is under way nobody else is let through, and nobody waits.
  expect(await get(client)).toContain("left alone");
  answer.resolve();
  expect(await trial).toBe("ok");
  expect(client.health()).toEqual({ breaker: "closed", inFlight: 0, queued: 0 });
  expect(await get(client)).toBe("ok");
});

test("a trial that fails keeps the breaker open", async () => {
  await using peer = await misbehavingPeer(fails(500));
  const client = clientOf(peer.url);
  await opened(client);
  await rest();
  await get(client);
  expect(client.health().breaker).toBe("open");
  expect(peer.heard).toHaveLength(5);
});

test("a trial that its caller gave up shows nothing: the breaker stays open", async () => {
  await using peer = await misbehavingPeer(fails(500));
  const client = clientOf(peer.url);
  await opened(client);
  await rest();
  const controller = new AbortController();
  peer.behave(() => controller.abort());
  await client.calls.stamps.get({ id: "1" }, { signal: controller.signal }).catch(ignore);
  // The caller is gone before the trial is.
  await expect.poll(() => client.health().breaker).toBe("open");
});

test("outcomes that the contract declares, and callers that leave, never open the breaker", async () => {
  const torn = fails(409, { code: "STAMP_TORN", message: "m", data: { stampId: "1" } });
  await using peer = await misbehavingPeer(torn);
  const client = clientOf(peer.url);
  for (let call = 0; call < 10; call += 1) await get(client);
  peer.behave(fails(500));
  // Four of the last eight: not more than half.
  for (let call = 0; call < 4; call += 1) await get(client);
  peer.behave(hangs);
  for (let call = 0; call < 10; call += 1) {
    const signal = AbortSignal.timeout(5);
    await client.calls.stamps.get({ id: "1" }, { signal }).catch(ignore);
  }
  expect(client.health().breaker).toBe("closed");
});

test("a slow peer holds so many calls and so many waiting, and no more", async () => {
  await using peer = await misbehavingPeer(hangs);
  const client = clientOf(peer.url, { concurrency: 2, queue: 1 }, 300);
  const held = [get(client), get(client), get(client)];
  await expect.poll(() => peer.heard.length).toBe(2);
  expect(client.health()).toMatchObject({ inFlight: 2, queued: 1 });
  expect(await get(client)).toBe("Too many calls to the stamp office wait.");
  await Promise.all(held);
  expect(client.health()).toMatchObject({ inFlight: 0, queued: 0 });
});

test("a call that waits in the queue ends with its caller", async () => {
  await using peer = await misbehavingPeer(hangs);
  const client = clientOf(peer.url, { concurrency: 1, queue: 1 }, 900_000);
  let isFirstOver = false;
  const first = get(client).then(() => {
    isFirstOver = true;
  });
  await client.calls.stamps.get({ id: "1" }, { signal: AbortSignal.timeout(50) }).catch(ignore);
  expect(isFirstOver).toBe(false);
  await peer.refuse();
  await first;
});
