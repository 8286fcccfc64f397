/** A value of the database that the product cannot represent; the message names its column and never repeats it. */
export class UnreadableValue extends Error {
  /** Such as `posts.publishedAt`. */
  readonly column: string;

  constructor(column: string, expected: string) {
    super(`The column ${column} holds a value that cannot be read: expected ${expected}.`);
    this.name = "UnreadableValue";
    this.column = column;
  }
}
