import { createClient, safe } from "@ashlar/client";
import { readScriptsEnv } from "../env.ts";

/**
 * An internal script over HTTP, with the same types: prints the latest posts of a running server.
 *
 * `ASHLAR_URL=https://api.example.org ASHLAR_TOKEN=… node apps/scripts/src/examples/latest-posts.ts`
 */
const { serverUrl, token } = readScriptsEnv();
const client = createClient({ url: serverUrl, ...(token === undefined ? {} : { token }) });

const [posts, error] = await safe(client.posts.list.query({ limit: 10, include: ["author"] }));
if (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
} else {
  for (const { createdAt, title, author } of posts.items) {
    process.stdout.write(
      `${createdAt.toISOString().slice(0, 10)}  ${title} (${author?.name ?? "unknown"})\n`,
    );
  }
}
