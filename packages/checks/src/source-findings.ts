import { sourceRules } from "./source-rules.ts";

/** One place where a file breaks a rule; `line` counts from 1. */
export type Finding = { readonly rule: string; readonly file: string; readonly line: number };

/**
 * Reads one file against the rules that are about its text: size, environment, suppressions.
 *
 * Comments and strings count as text too: a rule that matches there asks for other words.
 *
 * @param file - Path relative to the repository's root, with forward slashes.
 */
export function sourceFindings(file: string, text: string): Finding[] {
  const lines = text.split("\n");
  const lineCount = text.endsWith("\n") ? lines.length - 1 : lines.length;
  return sourceRules
    .filter((rule) => rule.appliesTo(file))
    .flatMap((rule) =>
      "maxLines" in rule
        ? lineCount > rule.maxLines
          ? [{ rule: rule.name, file, line: rule.maxLines + 1 }]
          : []
        : lines.flatMap((line, index) =>
            rule.forbidden.test(line) ? [{ rule: rule.name, file, line: index + 1 }] : [],
          ),
    );
}
