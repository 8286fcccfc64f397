import { once } from "node:events";
import { createServer } from "node:net";

/** Says which variable to set when an address cannot be listened on. */
export function unusableAddress(name: string, port: number, hostname: string, error: unknown): string {
  const code = error instanceof Error ? Reflect.get(error, "code") : undefined;
  if (code === "EADDRINUSE")
    return `${name} ${port} is in use on ${hostname}; stop what listens there or set ${name}.`;
  if (code === "EACCES") return `${name} ${port} may not be used by this user; set ${name} to 1024 or more.`;
  return `HOST ${hostname} cannot be listened on.`;
}

/**
 * Takes an address for a moment, so that a port in use is reported before anything else is started.
 *
 * @param port - 0 to 65,535; 0 is always free.
 * @throws Error naming the variable to set.
 */
export async function requireFreeAddress(name: string, port: number, hostname: string): Promise<void> {
  const server = createServer();
  try {
    server.listen({ port, host: hostname });
    await once(server, "listening");
  } catch (error) {
    throw new Error(unusableAddress(name, port, hostname, error), { cause: error });
  }
  server.close();
  await once(server, "close");
}
