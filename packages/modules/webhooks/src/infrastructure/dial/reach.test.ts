import { describe, expect, it } from "vitest";
import { hostAddress } from "./host-address.ts";
import { isLoopbackAddress } from "./is-loopback-address.ts";
import { isPublicAddress } from "./is-public-address.ts";
import { readWebhookUrl } from "./read-webhook-url.ts";

/** Ways to write an address that leads inside, as they are known from attacks on other services. */
const bypasses: readonly string[] = [
  // Loopback, plainly and in every base and length that inet_aton knows.
  "https://127.0.0.1/",
  "https://127.0.0.1:443/",
  "https://127.1/",
  "https://127.0.1/",
  "https://127.127.127.127/",
  "https://2130706433/",
  "https://0x7f000001/",
  "https://0x7f.0x0.0x0.0x1/",
  "https://0x7f.1/",
  "https://017700000001/",
  "https://0177.0.0.1/",
  "https://0177.0000.0000.0001/",
  "https://0x7f.0.0.01/",
  "https://00000177.0.0.1/",
  "https://127.0.0.1./",
  "https://127%2e0%2e0%2e1/",
  "https://%31%32%37.0.0.1/",
  "https://①②⑦.⓪.⓪.①/",
  "https://127。0。0。1/",
  "https://127．0．0．1/",
  "https://127｡0｡0｡1/",
  "https://１２７.0.0.1/",
  "https://127.0.0.1\t/",
  "https://127.0.\n0.1/",
  "https:127.0.0.1",
  "https:\\\\127.0.0.1\\",
  "https:////127.0.0.1/",
  "HTTPS://127.0.0.1/",
  // This network.
  "https://0/",
  "https://0.0.0.0/",
  "https://0.1.2.3/",
  "https://0x0/",
  // Private, shared and reserved ranges.
  "https://10.0.0.1/",
  "https://012.0.0.1/",
  "https://10.1/",
  "https://167772161/",
  "https://172.16.0.1/",
  "https://172.31.255.255/",
  "https://192.168.0.1/",
  "https://192.168.1/",
  "https://0xc0a80001/",
  "https://100.64.0.1/",
  "https://100.127.255.255/",
  "https://198.18.0.1/",
  "https://198.19.255.255/",
  "https://192.0.2.1/",
  "https://198.51.100.1/",
  "https://203.0.113.1/",
  "https://192.88.99.1/",
  "https://224.0.0.1/",
  "https://240.0.0.1/",
  "https://255.255.255.255/",
  "https://4294967295/",
  // Metadata of clouds.
  "https://169.254.169.254/latest/meta-data/",
  "https://0xa9fea9fe/",
  "https://2852039166/",
  "https://0251.0376.0251.0376/",
  "https://169.254.43518/",
  "https://169.16689662/",
  "https://100.100.100.200/",
  "https://192.0.0.192/",
  "https://168.63.129.16/",
  "https://[fd00:ec2::254]/",
  "https://metadata.google.internal/",
  // IPv6: loopback, unspecified, mapped, compatible, translated, tunnelled, local, multicast, reserved.
  "https://[::1]/",
  "https://[0:0:0:0:0:0:0:1]/",
  "https://[0000::0001]/",
  "https://[::]/",
  "https://[::ffff:127.0.0.1]/",
  "https://[::ffff:7f00:1]/",
  "https://[0:0:0:0:0:ffff:10.0.0.1]/",
  "https://[::ffff:0:127.0.0.1]/",
  "https://[::127.0.0.1]/",
  "https://[::ffff:8.8.8.8]/",
  "https://[64:ff9b::127.0.0.1]/",
  "https://[64:ff9b::a9fe:a9fe]/",
  "https://[64:ff9b:1::10.0.0.1]/",
  "https://[2002:7f00:1::]/",
  "https://[2002:a9fe:a9fe::1]/",
  "https://[2001:0:7f00:1::]/",
  "https://[2001:2::1]/",
  "https://[2001:10::1]/",
  "https://[2001:db8::1]/",
  "https://[3fff::1]/",
  "https://[2606:4700::5efe:7f00:1]/",
  "https://[2606:4700::200:5efe:7f00:1]/",
  "https://[fe80::1]/",
  "https://[febf::1]/",
  "https://[fec0::1]/",
  "https://[fc00::1]/",
  "https://[fdff:ffff::1]/",
  "https://[ff02::1]/",
  "https://[100::1]/",
  "https://[5f00::1]/",
  "https://[4000::1]/",
  "https://[::1%25lo]/",
  "https://[fe80::1%25eth0]/",
  // Names that lead inside.
  "https://localhost/",
  "https://LOCALHOST/",
  "https://localhost./",
  "https://localhost.localdomain./",
  "https://foo.localhost/",
  "https://lo%63alhost/",
  "https://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/",
  "https://printer.local/",
  "https://kubernetes.default.svc.cluster.local/",
  "https://db.internal/",
  "https://router.lan/",
  "https://router.home.arpa/",
  "https://1.0.0.127.in-addr.arpa/",
  "https://intranet/",
  "https://example.com./",
  // What is written before or after the host.
  "https://user@example.com/",
  "https://user:pass@example.com/",
  "https://example.com@127.0.0.1/",
  "https://127.0.0.1@example.com/",
  "https://example.com#@127.0.0.1/",
  "https://example.com/#x",
  "https://127.0.0.1?@example.com/",
  // Other ports and schemes.
  "https://example.com:22/",
  "https://example.com:80/",
  "https://example.com:6379/",
  "https://example.com:65536/",
  "https://example.com:0/",
  "http://example.com/",
  "http://127.0.0.1/",
  "ftp://example.com/",
  "file:///etc/passwd",
  "gopher://example.com:70/_x",
  "javascript:alert(1)",
  "data:text/plain,x",
  "unix:/var/run/docker.sock",
  "//example.com/",
  "https://",
  "https:///",
  "https://exa mple.com/",
  "https://[::1",
  "https://1.2.3.4.5/",
  "https://256.256.256.256/",
  "https://-.com:99999/",
  "",
];

describe("an address for webhooks", () => {
  const read = readWebhookUrl("public");

  it.each(bypasses)("is refused as %j", (text) => {
    expect(read(text)).toHaveProperty("refusal");
  });

  it.each([
    ["https://example.com/hook?a=1", "https://example.com/hook?a=1"],
    ["https://EXAMPLE.com:443/hook", "https://example.com/hook"],
    ["https://hooks.example.com:8443/", "https://hooks.example.com:8443/"],
    ["https://bücher.example/", "https://xn--bcher-kva.example/"],
    ["https://8.8.8.8/", "https://8.8.8.8/"],
    ["https://[2606:4700:4700::1111]/", "https://[2606:4700:4700::1111]/"],
    ["https://172.32.0.1/", "https://172.32.0.1/"],
    ["https://100.128.0.1/", "https://100.128.0.1/"],
    ["https://localhost.example.com/", "https://localhost.example.com/"],
    // The host ends at the backslash; what is stored and used is what was read here.
    ["https://example.com\\@127.0.0.1/", "https://example.com/@127.0.0.1/"],
  ])("is taken as %s", (text, url) => {
    expect(read(text)).toEqual({ url });
  });

  it("is never one of this host, unless it is for development, and then no other inside", () => {
    const readHere = readWebhookUrl("development");
    for (const here of ["http://127.0.0.1:9000/", "https://localhost:9/", "http://[::1]:80/"]) {
      expect(readHere(here)).toHaveProperty("url");
      expect(read(here)).toHaveProperty("refusal");
    }
    const elsewhere = bypasses.filter((text) => {
      const host = URL.parse(text)?.hostname ?? "";
      return host !== "localhost" && !isLoopbackAddress(hostAddress(host));
    });
    expect(elsewhere.length).toBeGreaterThan(90);
    for (const text of elsewhere) {
      const refused = readHere(text);
      expect([text, refused]).toEqual([text, { refusal: expect.any(String) }]);
    }
  });
});

describe("a resolved address", () => {
  const literals = bypasses.flatMap((text) => {
    const host = hostAddress(URL.parse(text)?.hostname ?? "");
    return /^[\d.]+$|:/.test(host) ? [host] : [];
  });

  it("is refused whichever way it is written", () => {
    expect(literals.length).toBeGreaterThan(60);
    for (const address of literals) expect([address, isPublicAddress(address)]).toEqual([address, false]);
  });

  it.each([
    "",
    "example.com",
    "1.2.3",
    "8.8.8.8/32",
    "[2606:4700::1]",
    "2606:4700::1%eth0",
    "::ffff:8.8.8.8",
  ])("is not public as %j", (text) => {
    expect(isPublicAddress(text)).toBe(false);
  });

  it.each([
    "8.8.8.8",
    "1.1.1.1",
    "100.63.255.255",
    "169.253.0.1",
    "223.255.255.255",
    "2606:4700::1",
    "2a00::5efe",
  ])("is public as %s", (text) => {
    expect(isPublicAddress(text)).toBe(true);
  });
});
