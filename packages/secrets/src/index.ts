export type { Cipher } from "./cipher.ts";
export { type PersistentCipher, persistentCipher } from "./persistent-cipher.ts";
