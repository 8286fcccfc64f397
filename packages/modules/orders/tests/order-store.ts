import type { OrderReader, OrderWriter } from "../src/application/ports.ts";

/** A place that keeps orders, behind the ports of the module: the fake and PostgreSQL alike. */
export type OrderStore = {
  readonly reader: OrderReader;
  readonly transact: <Result>(
    work: (writers: { readonly orders: OrderWriter }) => Promise<Result>,
  ) => Promise<Result>;
  /** Opens an account to buy as; answers its id. */
  readonly addUser: (name: string) => Promise<string>;
  /** Adds a product to buy; answers its id. */
  readonly addProduct: () => Promise<string>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};
