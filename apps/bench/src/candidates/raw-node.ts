import { createServer } from "node:http";
import postgres from "postgres";
import { listening } from "./listening.ts";

/**
 * The floor: what a careful person writes by hand on `node:http` and one prepared statement, with nothing around it.
 *
 * Arguments: the statement's text, its parameters as JSON, the database's URL; none at all answers a constant.
 */
const [text, parameters = "[]", url] = process.argv.slice(2);
const headers = { "content-type": "application/json" };

const answer =
  text === undefined || url === undefined
    ? async () => ({ greeting: "hello" })
    : queryOf(text, JSON.parse(parameters), url);

function queryOf(statement: string, values: string[], databaseUrl: string): () => Promise<unknown> {
  const sql = postgres(databaseUrl, { max: 3 });
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
