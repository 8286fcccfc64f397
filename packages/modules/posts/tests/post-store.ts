import type { PostsDeps } from "../src/application/ports.ts";

/** A place that keeps posts, behind the ports of the module: the fake and PostgreSQL alike. */
export type PostStore = Pick<PostsDeps, "reader" | "transact"> & {
  /** Opens an account to write as; answers its id. */
  readonly addUser: (name: string) => Promise<string>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};
