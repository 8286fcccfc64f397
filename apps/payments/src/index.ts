export { type PaymentsOptions, type RunningPayments, startPayments } from "./start-payments.ts";
