import type { AuditTrail, Paged, Slice, UnitOfWork } from "@ashlar/kernel";
import type { Delivery } from "../domain/delivery.ts";
import type { Endpoint } from "../domain/endpoint.ts";
import type { Outcome } from "../domain/outcome.ts";
import type { UrlRefusal } from "../domain/url-refusal.ts";

export type ListSlice = Slice & { readonly order: "asc" | "desc" };

export type EndpointList = ListSlice & { readonly status?: Endpoint["status"] | undefined };

export type EndpointReader = {
  readonly find: (endpointId: string) => Promise<Endpoint | null>;
  /** By creation. @throws VALIDATION_FAILED naming `cursor` when it is malformed or beside a page number. */
  readonly list: (list: EndpointList) => Promise<Paged<Endpoint>>;
};

export type DeliveryList = ListSlice & {
  readonly endpointId?: string | undefined;
  readonly status?: Delivery["status"] | undefined;
};

export type DeliveryReader = {
  /** By creation. @throws VALIDATION_FAILED naming `cursor` when it is malformed or beside a page number. */
  readonly list: (list: DeliveryList) => Promise<Paged<Delivery>>;
};

/** Secrets as they are stored: only who signs can open them. The first is today's. */
export type SealedSecrets = readonly [string, ...string[]];

export type EndpointWriter = {
  /** Counts endpoints and keeps others from adding any until the unit of work ends. */
  readonly lockCount: () => Promise<number>;
  readonly insert: (endpoint: Endpoint, sealedSecret: string) => Promise<void>;
  /** Reads an endpoint and keeps others from changing it until the unit of work ends. */
  readonly lock: (endpointId: string) => Promise<Endpoint | null>;
  /** Replaces everything but the secrets. */
  readonly save: (endpoint: Endpoint) => Promise<void>;
  /** Makes today's secret the former one. */
  readonly replaceSecret: (endpointId: string, sealedSecret: string) => Promise<void>;
  /** Removes an endpoint and its deliveries. @returns Whether there was one. */
  readonly remove: (endpointId: string) => Promise<boolean>;
  /** The enabled endpoints that want such events; none is removed until the unit of work ends. */
  readonly subscribedTo: (eventType: string) => Promise<readonly Endpoint[]>;
  /**
   * Makes `senderId` the one that sends to an endpoint, if nobody else is within their lease.
   *
   * @returns The secrets to sign with; null when another is at it.
   */
  readonly claim: (claim: {
    readonly endpointId: string;
    readonly senderId: string;
    readonly now: Date;
    readonly until: Date;
  }) => Promise<SealedSecrets | null>;
  /** Ends the lease of `senderId`, if it has it. */
  readonly release: (endpointId: string, senderId: string) => Promise<void>;
  /** Enabled endpoints with deliveries due at `dueBefore` to which nobody sends. */
  readonly stalled: (now: Date, dueBefore: Date) => Promise<readonly Endpoint[]>;
};

/** What is sent, to the byte, and the request that it came from. */
export type Message = {
  readonly body: string;
  readonly requestId: string | null;
  readonly traceparent: string | null;
};

export type DeliveryWriter = {
  /** Adds deliveries; one of an event that its endpoint has already is left out. */
  readonly insert: (deliveries: readonly Delivery[], message: Message) => Promise<void>;
  readonly lock: (deliveryId: string) => Promise<Delivery | null>;
  readonly save: (delivery: Delivery) => Promise<void>;
  /** Replaces `before` by `after`. @returns False when the row is no longer `before`; then nothing is changed. */
  readonly settle: (before: Delivery, after: Delivery) => Promise<boolean>;
  /** Waiting deliveries of an endpoint whose time has come, the longest due first. */
  readonly due: (endpointId: string, now: Date, limit: number) => Promise<readonly (Delivery & Message)[]>;
  /** When the next waiting delivery of an endpoint is due, past or future. */
  readonly nextDueAt: (endpointId: string) => Promise<Date | null>;
  /** Removes the oldest deliveries made before then. @returns How many there were, at most `limit`. */
  readonly removeMadeBefore: (before: Date, limit: number) => Promise<number>;
};

/** Says that an endpoint has deliveries to send, now or then; whoever comes looks for all that are due. */
export type SendQueue = {
  readonly wake: (endpoint: Pick<Endpoint, "id" | "failingSince">, dueAt?: Date) => Promise<void>;
};

/** Sends one message to one address. */
export type Sender = {
  /**
   * Never throws for what the endpoint or the network does: that is an outcome.
   *
   * @throws the signal's reason when it aborts; whether the endpoint got the message is then unknown.
   */
  readonly send: (sending: {
    readonly url: string;
    /** Whose secrets these are. */
    readonly endpointId: string;
    /** The `webhook-id`. */
    readonly id: string;
    readonly message: Message;
    readonly secrets: SealedSecrets;
    readonly signal: AbortSignal;
  }) => Promise<Outcome>;
};

/** Makes secrets; the sealed form is for the table, and good for that endpoint alone. */
export type SecretMint = {
  readonly issue: (endpointId: string) => Promise<{ readonly secret: string; readonly sealed: string }>;
};

/** Reads an address that somebody wants events at; what its name resolves to is checked when it is used. */
export type ReadUrl = (text: string) => { readonly url: string } | { readonly refusal: UrlRefusal };

export type WebhookWriters = {
  readonly endpoints: EndpointWriter;
  readonly deliveries: DeliveryWriter;
  readonly sends: SendQueue;
  /** Of an address only the host: paths and queries often hold tokens. */
  readonly audit: AuditTrail<`webhooks.${string}`>;
};

/** What the use cases of webhooks are given. */
export type WebhooksDeps = {
  readonly clock: { readonly now: () => Date };
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly endpoints: EndpointReader;
  readonly deliveries: DeliveryReader;
  readonly transact: UnitOfWork<WebhookWriters>;
  readonly sender: Sender;
  readonly secrets: SecretMint;
  readonly readUrl: ReadUrl;
};
