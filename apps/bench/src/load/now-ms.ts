/** Milliseconds that two processes of one machine agree on. */
export const nowMs = (): number => performance.timeOrigin + performance.now();
