import type { AuditTrail, Paged, Slice, UnitOfWork } from "@ashlar/kernel";
import type { Money } from "../domain/money.ts";
import type { Order, OrderLine, OrderStatus } from "../domain/order.ts";
import type { OrderEvent } from "../domain/order-event.ts";
import type { Offer } from "../domain/placed.ts";
import type { TimelineEntry } from "../domain/timeline.ts";
import type { PaymentGateway } from "./payment-gateway.ts";

/** An order as it is read: its buyer is there when it was asked for. */
export type ReadOrder = Order & { readonly buyer?: { readonly id: string; readonly name: string } };

export type OrderList = Slice & {
  /** Null for everybody's. */
  readonly buyerId: string | null;
  readonly status?: OrderStatus | undefined;
  readonly withBuyer: boolean;
  readonly sort: "placedAt";
  readonly order: "asc" | "desc";
};

export type OrderReader = {
  readonly find: (orderId: string) => Promise<Order | null>;
  /**
   * Reads a page; ties are broken by id in the same direction.
   *
   * @throws VALIDATION_FAILED naming `cursor` when it is malformed, of another order, or beside a page number.
   */
  readonly list: (list: OrderList) => Promise<Paged<ReadOrder>>;
  /** Reads what the timeline's projection has of an order; null when there is no such order. */
  readonly timeline: (
    orderId: string,
  ) => Promise<{ readonly buyerId: string; readonly entries: readonly TimelineEntry[] } | null>;
};

export type OrderWriter = {
  /** @param paymentToken - Kept until the payment is decided, then forgotten. */
  readonly insert: (order: Order, paymentToken: string) => Promise<void>;
  /** Reads an order and keeps others from changing it until the unit of work ends. */
  readonly lock: (orderId: string) => Promise<Order | null>;
  /** Replaces what a transition changes; forgets the payment token unless the order is pending. */
  readonly save: (order: Order) => Promise<void>;
  /** What is to be paid; null unless the order is pending. */
  readonly duePayment: (
    orderId: string,
  ) => Promise<{ readonly amount: Money; readonly token: string } | null>;
};

/** What was reserved, as it is sold now; or the first line, in the order asked for, that cannot be. */
export type Reservation =
  | { readonly outcome: "reserved"; readonly products: ReadonlyMap<string, Offer> }
  | { readonly outcome: "short"; readonly productId: string; readonly available: number }
  | { readonly outcome: "unknown"; readonly productId: string };

/** The stock of products, which another module keeps; in the unit of work of the order. */
export type StockLedger = {
  /** Takes off the pieces of every line, or of none. */
  readonly reserve: (lines: readonly OrderLine[]) => Promise<Reservation>;
  /** Gives back the pieces of every line. */
  readonly release: (lines: readonly OrderLine[]) => Promise<void>;
};

/** Tells the other modules, if the unit of work commits. */
export type OrderEvents = { readonly append: (event: OrderEvent) => Promise<void> };

/** Steps of a payment that are taken after the commit, and repeated until they are done or given up. */
export type PaymentSteps = {
  readonly authorise: (orderId: string) => Promise<void>;
  readonly void: (orderId: string) => Promise<void>;
  readonly capture: (orderId: string) => Promise<void>;
};

export type OrderWriters = {
  readonly orders: OrderWriter;
  readonly stock: StockLedger;
  readonly events: OrderEvents;
  readonly payments: PaymentSteps;
  readonly audit: AuditTrail<`orders.${string}`>;
};

/** A change of an order, with the position from which a follower continues. */
export type TrackedChange = { readonly id: string; readonly data: OrderChange };

export type OrderChange = {
  readonly orderId: string;
  readonly buyerId: string;
  readonly event: OrderEvent["type"];
  readonly status: OrderStatus;
  readonly sequence: number;
  readonly at: Date;
};

/** Changes of orders, and the position after which they begin. */
export type OrderChanges = {
  readonly position: string;
  readonly changes: AsyncIterable<TrackedChange>;
};

export type OrderFeed = {
  /**
   * Follows the changes of all orders, each once, in order, from the position on; null for from now on. Followers
   * share the messages themselves. Ends when the signal aborts or the follower is too slow.
   *
   * @throws VALIDATION_FAILED when the position is not one of the stream, STREAM_POSITION_LOST when events after it are
   *   gone.
   */
  readonly follow: (after: string | null, signal: AbortSignal) => Promise<OrderChanges>;
};

/** What the use cases of orders are given. */
export type OrdersDeps = {
  readonly clock: { readonly now: () => Date };
  readonly reader: OrderReader;
  readonly feed: OrderFeed;
  readonly gateway: PaymentGateway;
  readonly transact: UnitOfWork<OrderWriters>;
};
