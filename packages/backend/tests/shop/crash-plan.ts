import type { PaymentGateway } from "@ashlar/orders";
import type { Spine } from "@ashlar/spine";

/** A moment in the life of a process at which it is killed. */
export type CrashPoint =
  | "unit begun"
  | "unit written"
  | "unit committed"
  | "call committed"
  | "payment asked"
  | "payment answered";

/** Dies at once, as by kill -9: nothing is flushed, closed or told. */
const die = (): void => {
  process.kill(process.pid, "SIGKILL");
};

const never = (): Promise<never> => new Promise(() => undefined);

/** A spine whose process dies in its `nth` unit of work, from 1. */
export function dyingSpine(spine: Spine, point: CrashPoint | null, nth: number): Spine {
  let units = 0;
  return {
    ...spine,
    once: async (call, run) => {
      const answer = await spine.once(call, run);
      return point === "call committed" ? dead() : answer;
    },
    unitOfWork: (build) => {
      const unitOfWork = spine.unitOfWork(build);
      return async (work) => {
        units += 1;
        const isFatal = units === nth;
        const result = await unitOfWork(async (writers) => {
          if (isFatal && point === "unit begun") return dead();
          const written = await work(writers);
          if (isFatal && point === "unit written") return dead();
          return written;
        });
        return isFatal && point === "unit committed" ? dead() : result;
      };
    },
  };
}

/** A provider whose caller dies before or after it is asked. */
export const dyingGateway = (gateway: PaymentGateway, point: CrashPoint | null): PaymentGateway => ({
  ...gateway,
  authorise: async (payment, signal) => {
    if (point === "payment asked") return dead();
    const answer = await gateway.authorise(payment, signal);
    return point === "payment answered" ? dead() : answer;
  },
});

function dead(): Promise<never> {
  die();
  return never();
}
