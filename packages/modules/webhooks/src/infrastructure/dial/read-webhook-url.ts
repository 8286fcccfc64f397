import { isIP } from "node:net";
import type { ReadUrl } from "../../application/ports.ts";
import { hostAddress } from "./host-address.ts";
import { isLoopbackAddress } from "./is-loopback-address.ts";
import { isWithinReach, type Reach } from "./reach.ts";

const ports: ReadonlySet<string> = new Set(["", "443", "8443"]);

/** Two labels or more, as the URL parser writes them: lower case, Punycode, no dot at the end. */
const fullName = /^(?=.{1,253}$)[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})+$/;

/** Names that lead into the network of whoever asks; their addresses would be refused as well. */
const localName = /(^|\.)(localhost|local|internal|intranet|lan|home|corp|arpa|onion|invalid)$/;

/**
 * Reads an address as browsers do (WHATWG), which leaves one spelling of each host, and refuses what no webhook needs.
 *
 * The first of two checks: what a name resolves to is checked at every attempt.
 */
export const readWebhookUrl =
  (reach: Reach): ReadUrl =>
  (text) => {
    const url = URL.parse(text);
    if (url === null) return { refusal: "malformed" };
    const address = hostAddress(url.hostname);
    const isOwnHost = reach === "development" && (url.hostname === "localhost" || isLoopbackAddress(address));
    if (url.protocol !== "https:" && !(url.protocol === "http:" && isOwnHost)) return { refusal: "scheme" };
    if (url.username !== "" || url.password !== "") return { refusal: "credentials" };
    if (url.hash !== "") return { refusal: "fragment" };
    if (isOwnHost) return { url: url.href };
    if (!ports.has(url.port)) return { refusal: "port" };
    if (isIP(address) !== 0) {
      return isWithinReach(reach, address) ? { url: url.href } : { refusal: "address" };
    }
    if (!fullName.test(url.hostname) || localName.test(url.hostname)) return { refusal: "host" };
    return { url: url.href };
  };
