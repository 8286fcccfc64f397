/** `server` answers a request, `client` asks a peer or the database, `consumer` works on an event or a job. */
export type SpanKind = "server" | "client" | "consumer" | "internal";

/** Never a secret, an input or a person's data; text of at most 1,000 characters is kept. */
export type SpanAttributes = Readonly<Record<string, string | number | boolean>>;

export type SpanStart = {
  /** One of few: a procedure, a kind of job, a verb and a table; never an id. */
  readonly name: string;
  readonly kind: SpanKind;
  readonly attributes?: SpanAttributes;
};

/** A piece of work on its way, as its trace shows it. */
export type Span = {
  /** W3C `traceparent` for what happens inside. */
  readonly traceparent: string;
  readonly add: (attributes: SpanAttributes) => void;
  /** Marks the span as failed; the error's text is kept without query parameters. */
  readonly fail: (error?: unknown) => void;
  /** Ends it; later calls do nothing. */
  readonly end: () => void;
};

/** Records traces; `@ashlar/telemetry` makes one where an endpoint for them is configured. */
export type Tracer = {
  /**
   * Begins a span below `parent`, or a trace without one. Ends it: the caller.
   *
   * @param parent - A valid W3C `traceparent`.
   * @returns null when this trace is not recorded, by its parent's decision or for want of budget.
   */
  readonly begin: (start: SpanStart, parent: string | null) => Span | null;
};
