import { Unavailable } from "@ashlar/kernel";
import type { Spine } from "@ashlar/spine";

/**
 * A spine that fails as a process does that dies: before a unit of work begins, when it has written and not committed,
 * and when it has committed and its answer is lost.
 *
 * @param random - Uniform in [0, 1).
 * @param share - Of the moments at which it could fail.
 */
export function faultySpine(spine: Spine, random: () => number, share: number): Spine {
  const stumble = (): void => {
    if (random() < share) throw new Unavailable("The process died here.", { outcomeUnknown: true });
  };
  return {
    ...spine,
    once: async (call, run) => {
      const answer = await spine.once(call, run);
      stumble();
      return answer;
    },
    unitOfWork: (build) => {
      const unitOfWork = spine.unitOfWork(build);
      return async (work) => {
        const result = await unitOfWork(async (writers) => {
          stumble();
          const written = await work(writers);
          stumble();
          return written;
        });
        stumble();
        return result;
      };
    },
  };
}
