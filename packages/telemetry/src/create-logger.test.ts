import { inRequestScope } from "@ashlar/kernel";
import { expect, test } from "vitest";
import { createLogger } from "./create-logger.ts";

const logged = async (write: (logger: Awaited<ReturnType<typeof createLogger>>) => void): Promise<string> => {
  const lines: string[] = [];
  const logger = await createLogger({
    level: "info",
    format: "json",
    destination: { write: (line) => lines.push(line) },
  });
  write(logger);
  return lines.join("");
};

test("removes secrets wherever they stand", async () => {
  const line = await logged((logger) =>
    logger.info(
      {
        password: "hunter2",
        request: { headers: { cookie: "session=abc" } },
        input: { list: [{ deep: { token: "t0k" } }] },
      },
      "signed in",
    ),
  );
  expect(line).toContain('"password":"[removed]"');
  for (const secret of ["hunter2", "session=abc", "t0k"]) expect(line).not.toContain(secret);
});

test("logs an error with its causes, without the parameters of the query that failed", async () => {
  const cause = Object.assign(new Error("duplicate key"), {
    code: "23505",
    detail: "Key (email)=(ann@example.org)",
  });
  const failed = new Error("Failed query: insert into users\nparams: ann@example.org,\nline two", { cause });
  const line = await logged((logger) => logger.error({ error: failed }, "request failed"));
  expect(line).toContain("23505");
  expect(line).toContain("Failed query: insert into users");
  expect(line).not.toContain("ann@example.org");
  expect(line).not.toContain("line two");
});

test("names the request and its trace on every line written in it, and once", async () => {
  const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
  const nowhere = {
    debug: () => undefined,
    info: () => undefined,
    warn: () => undefined,
    error: () => undefined,
  };
  const line = await logged((logger) =>
    inRequestScope(
      {
        requestId: "r-1",
        traceparent: `00-${traceId}-00f067aa0ba902b7-01`,
        signal: new AbortController().signal,
        log: nowhere,
      },
      () => logger.info({ requestId: "r-1" }, "call"),
    ),
  );
  expect(JSON.parse(line)).toMatchObject({ requestId: "r-1", traceId });
  expect(line.match(/requestId/g)).toHaveLength(1);
});
