import type { Env } from "./env.ts";

/** Says where everything is, for the person at the terminal. */
export function welcome(env: Env, url: string, databaseUrl: string): string {
  const { hostname, port, pathname } = new URL(databaseUrl);
  const places: readonly (readonly [string, string])[] = [
    ["tRPC", `${url}/trpc`],
    ["REST", `${url}/api/v1`],
    ...(env.SURFACES.includes("mcp") ? [["Agents", `${url}/mcp   (Model Context Protocol)`] as const] : []),
    ...(env.SURFACES.includes("graphql") ? [["GraphQL", `${url}/graphql`] as const] : []),
    ["Docs", `${url}/docs   (OpenAPI: ${url}/openapi.json, events: ${url}/asyncapi.json)`],
    ...(env.SMTP_URL === undefined ? [["Mailbox", `${url}/mailbox`] as const] : []),
    ["Health", `${url}/health/ready   (metrics: ${url}/metrics)`],
    ["PostgreSQL", `${hostname}:${port}${pathname}   (look inside: pnpm studio)`],
    ...(env.SEED_DEMO
      ? [
          [
            "Sign in",
            "admin@ashlar.test · correct-horse-battery   (also staff@, author@, customer@)",
          ] as const,
        ]
      : []),
  ];
  const lines = places.map(([name, place]) => `  ${name.padEnd(11)}${place}`);
  return `\n  Ashlar is ready\n\n${lines.join("\n")}\n\n`;
}
