/** Headers by name; one that is undefined is not sent. */
export type HeaderValues = Readonly<Record<string, string | undefined>>;

/** Headers, or how to get them for the next request. */
export type HeaderSource = HeaderValues | (() => HeaderValues | Promise<HeaderValues>);

/** Reads the headers of this moment; their names in lower case. */
export const currentHeaders = async (source: HeaderSource | undefined): Promise<Record<string, string>> =>
  present(typeof source === "function" ? await source() : source);

/** Headers that a call brings in its context: `{ context: { headers } }`. */
export const headersOfCall = ({ headers }: Readonly<Record<string, unknown>>): Record<string, string> =>
  present(Object(headers));

const present = (values: object = {}): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) =>
      typeof value === "string" ? [[name.toLowerCase(), value]] : [],
    ),
  );
