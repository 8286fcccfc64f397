import type { Paged } from "@ashlar/kernel";
import type { ReadOrder } from "../application/ports.ts";
import { toOrderView } from "./order-view.ts";

/** A page of orders as the contract shapes it. */
export const toListView = ({ items, page }: Paged<ReadOrder>) => ({ items: items.map(toOrderView), page });
