export type { KafkaAddress, KafkaCredentials } from "./kafka-address.ts";
export { type KafkaBrokerOptions, kafkaBroker } from "./kafka-broker.ts";
export { type NatsBrokerOptions, natsBroker } from "./nats-broker.ts";
