import { SuperJSON } from "superjson";

/**
 * The superjson instance of the wire.
 *
 * Its own, not the library's shared default: a class or custom transformer registered there by any other
 * package would change what this server writes and reads.
 */
export const superjsonCodec = new SuperJSON();
