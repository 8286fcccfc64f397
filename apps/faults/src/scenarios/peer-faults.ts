import { failingService } from "./failing-service.ts";
import { redisIsMissing, startRedis } from "./redis-server.ts";
import type { Scenario } from "./scenario.ts";

/** What happens to the services around. */
export const peerFaults: readonly Scenario[] = [
  {
    name: "payments-down",
    harm: "The payment service is killed with -9 and is away for 3 s.",
    inflict: async ({ cluster, pause }) => {
      await cluster.payments.kill();
      await pause(3_000);
      await cluster.payments.start();
    },
  },
  {
    name: "payments-hang",
    harm: "The payment service takes connections and answers nothing for 6 s.",
    inflict: async ({ cluster, pause }) => {
      cluster.payments.freeze();
      await pause(6_000);
      cluster.payments.thaw();
    },
  },
  {
    name: "payments-fail",
    harm: "The payment service answers 500 for 3 s.",
    inflict: async ({ cluster, pause }) => {
      await cluster.payments.kill();
      {
        await using _failing = await failingService(Number(new URL(cluster.payments.url).port));
        cluster.paymentsLine.cut();
        await pause(3_000);
      }
      await cluster.payments.start();
    },
  },
  {
    name: "payments-slow",
    harm: "Every message to and from the payment service takes 700 ms longer, for 4 s.",
    inflict: async ({ cluster, pause }) => {
      cluster.paymentsLine.delay(700);
      await pause(4_000);
      cluster.paymentsLine.delay(0);
    },
  },
  {
    name: "payments-cut",
    harm: "Connections to the payment service are reset every 150 ms for 3 s, answers that are under way included.",
    inflict: async ({ cluster, pause }) => {
      for (let round = 0; round < 20; round += 1) {
        cluster.paymentsLine.cut();
        await pause(150);
      }
    },
  },
  {
    name: "redis-down",
    harm: "Redis, which counts the limits, stands still for 2 s, is killed with -9, and is back 2 s later.",
    missing: redisIsMissing,
    prepare: async (surroundings) => {
      const redis = surroundings.use(await startRedis());
      return {
        cluster: { variables: { REDIS_URL: redis.url } },
        inflict: async ({ pause }) => {
          await pause(500);
          redis.freeze();
          await pause(2_000);
          redis.thaw();
          await redis.kill();
          await pause(2_000);
          await redis.start();
        },
      };
    },
  },
];
