import type { ReadOrder } from "../application/ports.ts";

/** An order as the contract shapes it. */
export const toOrderView = (order: ReadOrder) => ({ ...order, items: [...order.items] });
