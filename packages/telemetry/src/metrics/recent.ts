/**
 * Asks at most every `keptMs`, and waits for an answer at most `patienceMs`: two scrapers cost the database no more than
 * one, and a database that is away costs a scrape no more than its patience.
 *
 * @throws what `ask` throws, and Error when the answer is late.
 */
export function recent<Answer>(
  ask: () => Promise<Answer>,
  keptMs: number,
  patienceMs: number,
): () => Promise<Answer> {
  let asked: { readonly atMs: number; readonly answer: Promise<Answer> } | null = null;
  return () => {
    const nowMs = performance.now();
    if (asked === null || nowMs - asked.atMs > keptMs) {
      asked = { atMs: nowMs, answer: ask() };
      asked.answer.catch(() => {
        asked = null;
      });
    }
    return inTime(asked.answer, patienceMs);
  };
}

async function inTime<Answer>(answer: Promise<Answer>, patienceMs: number): Promise<Answer> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error("The answer is late.")), patienceMs);
  try {
    return await Promise.race([answer, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
