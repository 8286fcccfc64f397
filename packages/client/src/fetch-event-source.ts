import { isRedirect } from "./bounded-fetch.ts";
import { eventsOf } from "./event-stream.ts";
import type { CookieMode, FetchLike } from "./fetch-like.ts";
import { positionRefusal } from "./position-refusal.ts";
import { reconnectDelayMs } from "./reconnect-delay.ts";
import { type Refusal, refusalOf } from "./stream-refusal.ts";
import { Unreachable } from "./unreachable.ts";

/** How far a subscription has come. */
export type StreamPlace = {
  lastEventId: string;
  /** A position was refused: from then on the address says where to resume, even if it is nowhere. */
  hasBegunAgain?: boolean;
};

export type EventSourceOptions = {
  readonly fetch: FetchLike;
  readonly mode: CookieMode;
  /** Asked for each connection. */
  readonly headers: () => Promise<Record<string, string>>;
  /** How long the head of the answer may take; the stream itself may last. */
  readonly connectTimeoutMs: number;
  /** Of the subscription: it continues there when a source that fell silent is replaced by another. */
  readonly place: StreamPlace;
};

/**
 * An EventSource on `fetch`: it sends headers, runs in Node, and tells why a stream was refused.
 *
 * A stream that ends or breaks is opened again, with the position of the last event (`lastEventId` in the query, which
 * needs no CORS preflight) and a jittered, growing delay. A refusal of the call itself ends it; a refusal of the position
 * (`STREAM_POSITION_LOST`) is dispatched as an `error` event that carries it, and the stream is opened from now on.
 *
 * @see WHATWG HTML, section 9.2, for the events and states that it shares with the browser's.
 */
export class FetchEventSource extends EventTarget {
  readonly CONNECTING = 0;
  readonly OPEN = 1;
  readonly CLOSED = 2;
  readyState = 0;
  readonly #url: URL;
  readonly #options: EventSourceOptions;
  readonly #closing = new AbortController();
  readonly #place: StreamPlace;
  #retryMs = 1_000;
  #failures = 0;

  constructor(url: string, options: EventSourceOptions) {
    super();
    this.#url = new URL(url);
    this.#options = options;
    this.#place = options.place;
    void this.#run();
  }

  close(): void {
    this.readyState = this.CLOSED;
    this.#closing.abort();
  }

  async #run(): Promise<void> {
    while (this.readyState !== this.CLOSED) {
      const refusal = await this.#connection().catch((cause: unknown) => this.#broken(cause));
      if (this.readyState === this.CLOSED) return;
      this.readyState = refusal?.isFinal ? this.CLOSED : this.CONNECTING;
      if (refusal?.shape !== undefined) this.#emit("serialized-error", JSON.stringify(refusal.shape));
      this.dispatchEvent(
        Object.assign(new Event("error"), {
          message: refusal?.message ?? "The stream ended.",
          // tRPC's link reads it as the error of the connection's state.
          ...(refusal?.lostPosition && { error: refusal.lostPosition }),
        }),
      );
      if (refusal?.isFinal) return;
      await this.#pause(refusal?.retryAfterMs ?? 0);
      this.#failures += 1;
    }
  }

  /** Reads one connection to its end; returns why the server refused it, or undefined when it has merely ended. */
  async #connection(): Promise<Refusal | undefined> {
    const response = await this.#opened();
    const refusal = await refusalOf(response);
    if (refusal) return refusal;
    this.readyState = this.OPEN;
    this.dispatchEvent(new Event("open"));
    for await (const { event, retryMs } of eventsOf(response, this.#place.lastEventId)) {
      // A caller that closes the source inside a listener hears nothing more.
      if (this.#closing.signal.aborted) return undefined;
      this.#failures = 0;
      this.#retryMs = retryMs ?? this.#retryMs;
      const lost = event.type === "serialized-error" ? this.#beginAgain(event.data) : undefined;
      if (lost) return lost;
      this.#place.lastEventId = event.lastEventId;
      this.#emit(event.type, event.data);
    }
    return undefined;
  }

  /** Forgets the position when the server has refused it. */
  #beginAgain(data: string): Refusal | undefined {
    const place = this.#place;
    // Without a position there is none to refuse: the error is the subscriber's.
    if (place.hasBegunAgain && place.lastEventId === "") return undefined;
    const lostPosition = positionRefusal(data);
    if (!lostPosition) return undefined;
    place.lastEventId = "";
    place.hasBegunAgain = true;
    const message = "The position of the stream is lost; it begins again from now on.";
    return { isFinal: false, message, shape: undefined, retryAfterMs: 0, lostPosition };
  }

  async #opened(): Promise<Response> {
    const { fetch, mode, headers, connectTimeoutMs } = this.#options;
    const url = new URL(this.#url);
    const { lastEventId, hasBegunAgain = false } = this.#place;
    // Empty, it takes back what the link has put into the input.
    if (lastEventId !== "" || hasBegunAgain) url.searchParams.set("lastEventId", lastEventId);
    const connecting = new AbortController();
    const timer = setTimeout(() => connecting.abort(), connectTimeoutMs);
    try {
      const response = await fetch(url.href, {
        headers: { ...(await headers()), accept: "text/event-stream" },
        credentials: mode,
        cache: "no-store",
        redirect: "manual",
        signal: AbortSignal.any([this.#closing.signal, connecting.signal]),
      });
      if (isRedirect(response)) throw new Unreachable(url.origin, "redirected", { status: response.status });
      return response;
    } catch (cause) {
      if (!connecting.signal.aborted) throw cause;
      throw new Unreachable(url.origin, "timeout", { cause, timeoutMs: connectTimeoutMs });
    } finally {
      clearTimeout(timer);
    }
  }

  #broken(cause: unknown): Refusal {
    const error =
      cause instanceof Unreachable ? cause : new Unreachable(this.#url.origin, "network", { cause });
    const { message } = error;
    if (error.reason !== "redirected") return { isFinal: false, message, shape: undefined, retryAfterMs: 0 };
    // As a server's refusal: of a bare error event, tRPC's link keeps no message.
    return { isFinal: true, message, shape: { json: { message, code: -32_600 } }, retryAfterMs: 0 };
  }

  #emit(type: string, data: string): void {
    this.dispatchEvent(new MessageEvent(type, { data, lastEventId: this.#place.lastEventId }));
  }

  #pause(retryAfterMs: number): Promise<void> {
    const { signal } = this.#closing;
    return new Promise((resolve) => {
      const timer = setTimeout(resume, reconnectDelayMs(this.#retryMs, this.#failures, retryAfterMs));
      signal.addEventListener("abort", resume, { once: true });
      function resume(): void {
        clearTimeout(timer);
        signal.removeEventListener("abort", resume);
        resolve();
      }
    });
  }
}
