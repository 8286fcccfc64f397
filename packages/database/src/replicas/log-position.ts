/**
 * Reads a place in the write-ahead log as PostgreSQL writes it, such as `0/16B3748`.
 *
 * @returns Bytes from the beginning of the log; null for any other text.
 */
export function parseLogPosition(text: string): bigint | null {
  const [, high, low] = /^([0-9A-Fa-f]{1,8})\/([0-9A-Fa-f]{1,8})$/.exec(text) ?? [];
  if (high === undefined || low === undefined) return null;
  return (BigInt(`0x${high}`) << 32n) | BigInt(`0x${low}`);
}

/** The opposite of `parseLogPosition`. */
export const formatLogPosition = (positionBytes: bigint): string =>
  `${(positionBytes >> 32n).toString(16)}/${(positionBytes & 0xffff_ffffn).toString(16)}`.toUpperCase();
