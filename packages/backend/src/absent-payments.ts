import { Unavailable } from "@ashlar/kernel";
import type { PaymentGateway } from "@ashlar/orders";

const refuse = async (): Promise<never> => {
  throw new Unavailable("No payment service is configured.");
};

/** Stands where no payment service is configured: orders stay pending while it is asked, then fail. */
export const absentPayments: PaymentGateway = { authorise: refuse, void: refuse, capture: refuse };
