import { product } from "@ashlar/kernel";
/** Paths of the documentation page; everything it loads is below them or the OpenAPI document. */
export const docsPaths = {
  page: "/docs",
  /** With the digest of its bytes, so that browsers and proxies keep it for good. */
  bundle: (digest: string): string => `/docs/reference.${digest}.js`,
  /** The pattern of all such addresses. */
  bundles: "/docs/:file{reference\\.[0-9a-f]{16}\\.js}",
  start: "/docs/start.js",
} as const;

/**
 * The page without any script in it, so that its policy can forbid inline ones.
 *
 * @param digest - Of the bundle.
 */
export const docsPage = (digest: string): string => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${product.name} API</title>
    <link rel="icon" href="data:,">
  </head>
  <body>
    <div id="reference"></div>
    <noscript>This page needs JavaScript; the document itself is <a href="/openapi.json">/openapi.json</a>.</noscript>
    <script src="${docsPaths.bundle(digest)}"></script>
    <script src="${docsPaths.start}"></script>
  </body>
</html>
`;

const configuration = {
  url: "/openapi.json",
  withDefaultFonts: false,
  telemetry: false,
  proxyUrl: "",
  agent: { disabled: true },
  mcp: { disabled: true },
  hideClientButton: true,
  showDeveloperTools: "never",
};

/** Starts the reference with everything off that would call another origin: fonts, telemetry, proxy, agent. */
export const docsStart = `Scalar.createApiReference("#reference", ${JSON.stringify(configuration)});\n`;

/** What the page may load and where it may send: itself. Styles are written inline by the bundle. */
export const docsPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");
