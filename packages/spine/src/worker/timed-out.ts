/** An attempt took longer than its job allows. */
export class TimedOut extends Error {
  override readonly name = "TimedOut";

  constructor(timeoutMs: number) {
    super(`It took longer than ${timeoutMs} ms.`);
  }
}
