export type { PaymentGateway } from "./application/payment-gateway.ts";
export type { StockLedger } from "./application/ports.ts";
export { createOrdersModule, type OrdersOptions } from "./create-orders-module.ts";
export {
  type PaymentServiceOptions,
  servicePaymentGateway,
} from "./infrastructure/service-payment-gateway.ts";
