import type { FetchLike } from "./fetch-like.ts";

/** The head of an answer. */
export type ResponseHead = Pick<Response, "status" | "headers"> & { readonly url: string };

/** Makes a `fetch` that reports the head of each answer. */
export const observedResponses =
  (fetch: FetchLike, onResponse: ((head: ResponseHead) => void) | undefined): FetchLike =>
  async (url, init) => {
    const answer = await fetch(url, init);
    onResponse?.({ url, status: answer.status, headers: answer.headers });
    return answer;
  };
