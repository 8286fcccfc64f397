import { fakePayments } from "../../tests/shop/fake-payments.ts";
import { openShop, person } from "../../tests/shop/shop.ts";
import type { Candidate } from "./candidate.ts";
import { orderOf, type Shelf } from "./people-and-things.ts";

/** The modules as they are, called through the chain of every surface. */
export function moduleOrders(url: string, shelf: Shelf): Candidate {
  const shop = openShop({ databaseUrl: url, gateway: fakePayments() });
  return {
    name: "orders.place, the whole chain",
    place: async (call) => {
      const { buyerId, items, key } = orderOf(shelf, call);
      await shop.place(person(buyerId), items, "ok", key);
    },
    close: shop.close,
  };
}
