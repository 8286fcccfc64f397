import { createServer } from "node:http";
import patched from "postgres";
import published from "stock-postgres";
import { listening } from "./listening.ts";

/**
 * The floor: what a careful person writes by hand on `node:http` and one prepared statement, with nothing around it.
 *
 * Arguments: the statement's text, its parameters as JSON, the database's URL, and `patched` for the driver with this
 * repository's patch instead of the one as published; none at all answers a constant.
 */
const [text, parameters = "[]", url, driver = "published"] = process.argv.slice(2);
const headers = { "content-type": "application/json" };

const answer =
  text === undefined || url === undefined
    ? async () => ({ greeting: "hello" })
    : queryOf(text, JSON.parse(parameters), url);

function queryOf(statement: string, values: string[], databaseUrl: string): () => Promise<unknown> {
  const pool = { max: 3 };
  const sql = driver === "patched" ? patched(databaseUrl, pool) : published(databaseUrl, pool);
  return () => sql.unsafe(statement, values, { prepare: true });
}

listening(
  createServer((_request, response) => {
    void answer().then((rows) => {
      const body = JSON.stringify(rows);
      response.writeHead(200, { ...headers, "content-length": Buffer.byteLength(body) });
      response.end(body);
    });
  }),
);
