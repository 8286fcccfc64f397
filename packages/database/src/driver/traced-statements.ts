import { currentRequestScope, inSpan } from "@ashlar/kernel";
import { statementName } from "./statement-name.ts";
import type { RunStatement } from "./statement-session.ts";

/** Makes each statement a span of the trace in progress, with its text and never its parameters. */
export const tracedStatements =
  (run: RunStatement): RunStatement =>
  (text, parameters, rows) => {
    if (currentRequestScope()?.tracer === undefined) return run(text, parameters, rows);
    const name = statementName(text);
    const attributes = {
      "db.system.name": "postgresql",
      "db.query.summary": name,
      "db.query.text": text,
    };
    return inSpan({ name, kind: "client", attributes }, () => run(text, parameters, rows));
  };
