import { holds } from "@ashlar/contracts/vocabulary";
import { type Actor, isSelf } from "@ashlar/kernel";

/** Whether the actor may see the order: its buyer, or a holder of `orders:read`. */
export const maySee = (actor: Actor, { buyerId }: { readonly buyerId: string }): boolean =>
  isSelf(actor, buyerId) || holds(actor, "orders:read");
