import type { AnyEntry } from "@ashlar/contracts";
import type { InputField } from "./input-fields.ts";
import { procedures } from "./procedures.ts";

/** The procedures with what each does, in columns. */
export function procedureList(): string {
  const width = Math.max(...[...procedures.keys()].map((path) => path.length));
  return [...procedures].map(([path, { summary }]) => `  ${path.padEnd(width)}  ${summary}`).join("\n");
}

/** What a procedure does, who may call it, its flags with their bounds, and how it can fail. */
export function procedureHelp(path: string, entry: AnyEntry, fields: readonly InputField[]): string {
  const names = fields.map((field) => `--${field.name} ${placeholderOf(field)}`.trimEnd());
  const width = Math.max(0, ...names.map((name) => name.length));
  const flags = fields.map(({ isRequired, rules, isList }, index) => {
    const facts = [isRequired ? "required" : "", isList ? "may be repeated" : "", rules];
    return `  ${(names[index] ?? "").padEnd(width)}  ${facts.filter((fact) => fact !== "").join("; ")}`.trimEnd();
  });
  const errors = entry.errors.map(({ code, status, summary }) => `  ${code} (${status})  ${summary}`);
  const repeated =
    entry.idempotency === "key" ? ["  --idempotency-key <key>  of an earlier call that is repeated"] : [];
  return [
    entry.summary,
    ...(entry.description === undefined ? [] : [entry.description]),
    "",
    `Usage: ashlar call ${path} [flags]`,
    `Access: ${entry.access}`,
    ...section("Flags", flags),
    ...section("Fails with", errors),
    ...section("Options", [
      ...repeated,
      "  --json                   print JSON",
      "  --all                    follow a list to its end",
      "  --url <origin>           the server; default ASHLAR_URL or http://localhost:3000",
      "  --token, --api-key       the credential; default ASHLAR_TOKEN, ASHLAR_API_KEY or the one of `ashlar login`",
    ]),
  ].join("\n");
}

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : ["", `${title}:`, ...lines];

function placeholderOf({ type, values }: InputField): string {
  if (values.length > 0) return `<${values.join("|")}>`;
  return type === "boolean" ? "" : `<${type}>`;
}
