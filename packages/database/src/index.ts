export { type CursorKey, decodeCursor, encodeCursor } from "./keyset/cursor.ts";
export { keysetOrder, type Order } from "./keyset/keyset-order.ts";
export { keysetWhere } from "./keyset/keyset-where.ts";
export { offsetOf, type Slice } from "./keyset/slice.ts";
export { isTimestampKey } from "./keyset/timestamp-key.ts";
export { toPage } from "./keyset/to-page.ts";
