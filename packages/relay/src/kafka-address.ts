/** Where a Kafka cluster is and how it knows us. */
export type KafkaAddress = {
  /** `host:port` of one or more brokers; they name the others. */
  readonly brokers: readonly string[];
  /** TLS, verified against the system's authorities and those of NODE_EXTRA_CA_CERTS. Default false. */
  readonly isEncrypted?: boolean;
  /** Default: none is asked for. */
  readonly sasl?: KafkaCredentials | undefined;
};

export type KafkaCredentials = {
  readonly mechanism: "PLAIN" | "SCRAM-SHA-256" | "SCRAM-SHA-512";
  readonly username: string;
  readonly password: string;
};
