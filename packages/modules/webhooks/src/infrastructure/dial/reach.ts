import { isLoopbackAddress } from "./is-loopback-address.ts";
import { isPublicAddress } from "./is-public-address.ts";

/**
 * How far deliveries may go. `public`: public addresses alone. `development`: this host too, there also without TLS,
 * and on any port.
 */
export type Reach = "public" | "development";

/** Whether a delivery may go to an address. */
export const isWithinReach = (reach: Reach, address: string): boolean =>
  isPublicAddress(address) || (reach === "development" && isLoopbackAddress(address));
