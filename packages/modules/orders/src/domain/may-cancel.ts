import { holds } from "@ashlar/contracts/vocabulary";
import { type Actor, isSelf } from "@ashlar/kernel";

/** Whether the actor may cancel the order: its buyer, or a holder of `orders:write`. */
export const mayCancel = (actor: Actor, { buyerId }: { readonly buyerId: string }): boolean =>
  isSelf(actor, buyerId) || holds(actor, "orders:write");
