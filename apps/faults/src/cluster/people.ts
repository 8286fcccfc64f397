import { hash } from "node:crypto";

/** Somebody who places orders and writes posts, and is signed in. */
export type Buyer = { readonly email: string; readonly token: string };

/** In the shape of a session's token: 40 letters and digits of base 32. */
const tokenOf = (name: string): string =>
  hash("sha256", `faults ${name}`, "hex")
    .replaceAll(/[0189]/g, "z")
    .slice(0, 40);

/** The people of a cluster: as many as it takes that none of them asks for more than one caller may. */
export const buyers: readonly Buyer[] = Array.from({ length: 60 }, (_, index) => {
  const email = `buyer${index}@ashlar.test`;
  return { email, token: tokenOf(email) };
});

/** The session of somebody who sees all orders. */
export const staffToken = tokenOf("staff");

/** Of every account. */
export const password = "correct-horse-battery";
