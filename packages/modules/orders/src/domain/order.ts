import type { OrderStatus } from "@ashlar/contracts/vocabulary";
import type { Money } from "./money.ts";

export type { OrderStatus };

/** Pieces of one product. */
export type OrderLine = {
  readonly productId: string;
  /** 1–99. */
  readonly quantity: number;
};

export type OrderItem = OrderLine & {
  /** Name and price as they were when the order was placed. */
  readonly name: string;
  readonly unitPrice: Money;
};

export type Order = {
  readonly id: string;
  readonly buyerId: string;
  readonly status: OrderStatus;
  /** 1–50, each of another product. */
  readonly items: readonly OrderItem[];
  readonly total: Money;
  /** Why it was cancelled or its payment failed; null otherwise. */
  readonly reason: string | null;
  readonly placedAt: Date;
  readonly updatedAt: Date;
};
