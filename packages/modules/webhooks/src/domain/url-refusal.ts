/** What is wrong with an address that events should be sent to. */
export type UrlRefusal = "malformed" | "scheme" | "credentials" | "fragment" | "port" | "host" | "address";
