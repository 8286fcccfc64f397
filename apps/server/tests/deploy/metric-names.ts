import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parse } from "yaml";
import { deployed, deployedFiles, repository } from "./deploy-folder.ts";

const runbookFolder = resolve(repository, "docs/runbooks");

const metricName = /\b(?:ashlar|nodejs|process)_[a-z0-9_]+\b(?!…)/g;
const recordedName = /\bashlar:[a-z0-9_:]+\b/g;

type Spoken = { readonly metrics: ReadonlySet<string>; readonly recorded: ReadonlySet<string> };

/** What rules, dashboard and runbooks speak of: metrics that the server shows, and names that the rules record. */
export function spokenNames(): Spoken {
  const rules = deployedFiles("observability", ".rules.yaml").map((file) =>
    deployed(`observability/${file}`),
  );
  const runbooks = readdirSync(runbookFolder).map((file) =>
    readFileSync(resolve(runbookFolder, file), "utf8"),
  );
  const texts = [...rules.map(withoutComments), deployed("observability/dashboard.json"), ...runbooks];
  const found = (pattern: RegExp): string[] => texts.flatMap((text) => text.match(pattern) ?? []);
  return {
    metrics: new Set(found(metricName)),
    recorded: new Set(found(recordedName)),
  };
}

/** What the rules record. */
export const recordedNames = (): ReadonlySet<string> =>
  new Set(deployed("observability/recording.rules.yaml").match(/(?<=record: )\S+/g));

/** What a scrape shows, as the names that queries use: a histogram has three. */
export function shownNames(scrape: string): ReadonlySet<string> {
  const types = [...scrape.matchAll(/^# TYPE (\S+) (\S+)$/gm)];
  return new Set(
    types.flatMap(([, name = "", type]) =>
      type === "histogram" || type === "summary"
        ? [`${name}_bucket`, `${name}_count`, `${name}_sum`]
        : [name],
    ),
  );
}

const withoutComments = (text: string): string => JSON.stringify(parse(text));
