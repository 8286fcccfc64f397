import { isIP } from "node:net";
import { z } from "zod";

// One strict reader per kind of value. Each is total: it refuses with a sentence, and never throws.

const numberOf = (text: string): number => (/^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN);

/** A number in digits, with a fraction behind a point if it has one: no sign, exponent, base or space. */
export const decimal = (min: number, max: number) =>
  z
    .string()
    .refine((text) => numberOf(text) >= min && numberOf(text) <= max, {
      error: `expected a number from ${min} to ${max} in digits`,
    })
    .transform(Number);

export const whole = (min: number, max: number) =>
  z
    .string()
    .refine((text) => /^\d+$/.test(text) && Number(text) >= min && Number(text) <= max, {
      error: `expected a whole number from ${min} to ${max} in digits`,
    })
    .transform(Number);

export const flag = z
  .enum(["true", "false"], { error: "expected true or false" })
  .transform((text) => text === "true");

export const port = whole(0, 65_535);

const isName = (text: string): boolean =>
  text.length <= 253 &&
  /^(?!-)[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*\.?$/i.test(text) &&
  !/^[\d.]+$/.test(text);
const isHost = (text: string): boolean => isName(text) || isIP(text) !== 0;

/** The name of a request header that pages may be allowed to send (Fetch: no CORS-forbidden name). */
export const headerName = z
  .string()
  .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/, { error: "expected names of headers, separated by commas" })
  .refine(
    (name) =>
      !/^(cookie|cookie2|host|origin|connection|content-length|transfer-encoding|set-cookie)$/i.test(name),
    {
      error: "expected headers that pages may set; not cookie, host, origin or one of the connection",
    },
  )
  .transform((name) => name.toLowerCase());

/** A host name or an address, IPv6 without brackets. */
export const host = z
  .string()
  .refine(isHost, { error: "expected a host name or an address such as 127.0.0.1" });

export const hostAndPort = (example: string) =>
  z.string().refine(
    (text) => {
      const [, bracketed, plain, digits = ""] = /^(?:\[([^\]]+)\]|([^:/\s]+)):(\d{1,5})$/.exec(text) ?? [];
      const isAddressed =
        bracketed === undefined ? plain !== undefined && isHost(plain) : isIP(bracketed) === 6;
      return isAddressed && Number(digits) >= 1 && Number(digits) <= 65_535;
    },
    { error: `expected ${example}` },
  );

const parsedUrl = (text: string): URL | null => (URL.canParse(text) ? new URL(text) : null);

/** An absolute URL with a host, of one of these protocols. */
export const url = (protocols: RegExp, expected: string) =>
  z.string().refine(
    (text) => {
      const parsed = parsedUrl(text);
      if (parsed === null || !protocols.test(parsed.protocol.slice(0, -1))) return false;
      return /^[a-z+.-]+:\/\//i.test(text) && isHost(parsed.hostname.replace(/^\[(.*)\]$/, "$1"));
    },
    { error: `expected ${expected}` },
  );

/** An origin as browsers send it, which names one: `*` and `null` are none. */
export const origin = url(/^https?$/, "an origin such as https://app.example.org").refine(
  (text) => parsedUrl(text)?.origin === text,
  { error: "expected an origin without a path, such as https://app.example.org" },
);

/** `Name <address>` or an address alone. */
export const sender = z
  .string()
  .max(300)
  .refine(
    (text) => {
      const [, inBrackets, alone] =
        /^(?:(?:"[^"\r\n]*"|[^"<>@,;:\r\n]*)\s*<([^<>]+)>|([^<>]+))$/.exec(text) ?? [];
      const [, domain = ""] = /^[^\s@<>,;:"]{1,64}@([^@\s]+)$/.exec(inBrackets ?? alone ?? "") ?? [];
      return isHost(domain);
    },
    { error: "expected an address such as no-reply@example.org or Ashlar <no-reply@example.org>" },
  );

export const commaSeparated = z.string().transform((text) =>
  text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== ""),
);
