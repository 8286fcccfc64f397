import type { FetchLike } from "./fetch-like.ts";

const header = "x-read-after";

/**
 * Makes a `fetch` whose requests see everything that an answer before them has told of, whichever server they reach.
 *
 * A server with read replicas says in `X-Read-After` how far a replica must be to answer the next request.
 */
export function readingOwnWrites(fetch: FetchLike): FetchLike {
  let known: string | null = null;
  return async (url, init) => {
    const sent = known;
    const headers = new Headers(init.headers);
    if (sent !== null) headers.set(header, sent);
    const answer = await fetch(url, sent === null ? init : { ...init, headers });
    const told = answer.headers.get(header);
    if (told !== null) known = furthest(told, known, sent);
    return answer;
  };
}

/** Answers may overtake one another; a `?` asks for everything, and gives way only to the answer that it was sent for. */
function furthest(told: string, known: string | null, sent: string | null): string {
  if (known === null || isOpen(told)) return told;
  if (isOpen(known)) return sent === known ? told : known;
  return positionOf(told) >= positionOf(known) ? told : known;
}

const isOpen = (text: string): boolean => text.startsWith("?");
/** Beyond 9 PB of log the last digits are lost: nothing that decides. */
const positionOf = (text: string): number => Number.parseInt(text, 10);
