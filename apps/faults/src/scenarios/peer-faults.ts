import { eventually, startKafkaCluster, startNats, startTcpProxy } from "@ashlar/testing";
import { failingService } from "./failing-service.ts";
import { kafkaViolations, type RelayedEvent } from "./kafka-violations.ts";
import { programIsMissing } from "./program-is-missing.ts";
import { startRedis } from "./redis-server.ts";
import type { Scenario } from "./scenario.ts";
import { unrelatedReadsServed } from "./unrelated-reads-served.ts";

/** What happens to the services around. */
export const peerFaults: readonly Scenario[] = [
  {
    name: "payments-down",
    harm: "The payment service is killed with -9 and is away for 2 s.",
    inflict: async ({ cluster, pause }) => {
      await cluster.payments.kill();
      await pause(2_000);
      await cluster.payments.start();
    },
  },
  {
    name: "payments-away",
    harm: "The payment service is killed with -9 and is away for 22 s; no order of that time may fail for want of an answer.",
    prepare: async () => ({
      cluster: {},
      inflict: async ({ cluster, pause }) => {
        await cluster.payments.kill();
        await pause(22_000);
        await cluster.payments.start();
      },
      violations: async ({ sql }) => {
        const lost = await sql`
          select id from orders where status = 'payment_failed' and reason = 'The payment provider gave no answer.'`;
        return lost.length > 0 ? [`${lost.length} orders failed while the payment service was away`] : [];
      },
    }),
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
    harm: "The payment service answers 500 for 2 s.",
    inflict: async ({ cluster, pause }) => {
      await cluster.payments.kill();
      {
        await using _failing = await failingService(Number(new URL(cluster.payments.url).port));
        cluster.paymentsLine.cut();
        await pause(2_000);
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
    missing: () => programIsMissing("redis-server"),
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
  {
    name: "redis-frozen",
    harm: "Redis, which counts the limits, stands still for 6 s; products and readiness are answered meanwhile.",
    isUnnoticed: true,
    missing: () => programIsMissing("redis-server"),
    prepare: async (surroundings) => {
      const redis = surroundings.use(await startRedis());
      return {
        cluster: { variables: { REDIS_URL: redis.url } },
        inflict: (stage) =>
          unrelatedReadsServed(stage, async () => {
            redis.freeze();
            await stage.pause(6_000);
            redis.thaw();
          }),
      };
    },
  },
  {
    name: "nats-down",
    harm: "NATS, which events are relayed to, is killed with -9 twice, and a worker with it; the stream has each event once.",
    missing: () => programIsMissing("nats-server"),
    prepare: async (surroundings) => {
      const nats = surroundings.use(await startNats());
      return {
        cluster: { variables: { NATS_URL: nats.url } },
        inflict: async ({ cluster, pick, pause }) => {
          for (let round = 0; round < 2; round += 1) {
            await pause(700);
            const victim = pick(cluster.workers);
            await Promise.all([nats.kill(), victim.kill()]);
            await pause(1_000);
            await nats.start();
            await victim.start();
          }
        },
        violations: async ({ sql }) => {
          const [row] = await sql<{ events: number }[]>`select count(*)::int as events from events`;
          const events = row?.events ?? -1;
          if (await eventually(async () => (await nats.messages()) === events, 20_000)) return [];
          return [`NATS has ${await nats.messages()} of ${events} events`];
        },
      };
    },
  },
  {
    name: "kafka-frozen",
    harm: "Kafka, which events are relayed to, stands still for 9 s, is cut off every 150 ms for 3 s and is out of reach for 2 s, when a worker is killed with -9; without what is there twice it has each event, those of an aggregate in order.",
    missing: () => programIsMissing("kcat"),
    prepare: async (surroundings) => {
      const kafka = surroundings.use(await startKafkaCluster());
      const line = surroundings.use(await startTcpProxy({ targetPort: kafka.port }));
      kafka.advertise(line.port);
      return {
        cluster: { variables: { KAFKA_BROKERS: `127.0.0.1:${line.port}` } },
        inflict: async ({ cluster, pick, pause, pauseBetween }) => {
          await pauseBetween(500, 1_000);
          kafka.freeze();
          await pause(9_000);
          kafka.thaw();
          await pauseBetween(500, 1_500);
          for (let round = 0; round < 20; round += 1) {
            line.cut();
            await pause(150);
          }
          line.refuse(true);
          const victim = pick(cluster.workers);
          await Promise.all([victim.kill(), pause(2_000)]);
          line.refuse(false);
          await victim.start();
        },
        violations: async ({ sql }) => {
          const events = await sql<RelayedEvent[]>`
            select id, aggregate_id as "aggregateId", sequence from events`;
          const found = async () => kafkaViolations(events, await kafka.records());
          await eventually(async () => (await found()).length === 0, 40_000, 500);
          return found();
        },
      };
    },
  },
];
