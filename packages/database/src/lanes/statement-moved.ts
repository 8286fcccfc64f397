/** What a statement fails with that waited behind a stuck one: it is to be sent on another lane. */
export class StatementMoved extends Error {
  constructor() {
    super("The statement in front does not end.");
    this.name = "StatementMoved";
  }
}
