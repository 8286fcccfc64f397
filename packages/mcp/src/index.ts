export type { McpOptions } from "./mcp-options.ts";
export { mcpSurfaces } from "./mcp-surfaces.ts";
