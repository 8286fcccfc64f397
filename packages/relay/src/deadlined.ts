/** Waits for an answer, but not for ever. @throws Error after `timeoutMs`; the work itself is not stopped. */
export async function deadlined<Answer>(work: Promise<Answer>, timeoutMs: number): Promise<Answer> {
  const late = Promise.withResolvers<never>();
  const giveUp = () => late.reject(new Error(`The broker did not answer within ${timeoutMs} ms.`));
  const timer = setTimeout(giveUp, timeoutMs);
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
