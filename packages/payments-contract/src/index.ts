export type { Payment } from "./payment-schemas.ts";
export { type PaymentsContract, paymentsContract } from "./payments-contract.ts";
