/** Encrypts secrets that have to be read again; the same in every process. */
export type Sealer = {
  /** @param place - Where the secret is kept; what is moved elsewhere cannot be opened there. */
  readonly seal: (secret: string, place: string) => string;
  /** @throws Error for a text that was not sealed for this place. */
  readonly open: (sealed: string, place: string) => string;
};
