import { progress } from "@clack/prompts";

/** Shows how far one seed is. */
export type SeedProgress = {
  readonly advance: (done: number) => void;
  readonly end: (seconds: number) => void;
};

/** On a terminal a bar; a line when it is done elsewhere, without control characters; nothing where JSON is asked for. */
export function seedProgress(name: string, total: number, isJson: boolean): SeedProgress {
  if (isJson) return { advance: () => undefined, end: () => undefined };
  const summary = (seconds: number): string => `${total} ${name} in ${seconds.toFixed(1)} s`;
  if (!process.stdout.isTTY)
    return { advance: () => undefined, end: (seconds) => console.log(summary(seconds)) };
  const bar = progress({ max: Math.max(total, 1) });
  const state = { done: 0 };
  bar.start(`${name} 0 of ${total}`);
  return {
    advance: (done) => {
      bar.advance(done - state.done, `${name} ${done} of ${total}`);
      state.done = done;
    },
    end: (seconds) => bar.stop(summary(seconds)),
  };
}
