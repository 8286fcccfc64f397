import type { Table } from "./table.ts";

/** Writes a table as GitHub Flavored Markdown, figures to the right. */
export function tableMarkdown({ title, columns, rows }: Table): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |\n`;
  const rule = `|${columns.map((_, index) => (index === 0 ? "---" : "---:")).join("|")}|\n`;
  return `\n### ${title}\n\n${line(columns)}${rule}${rows.map(line).join("")}`;
}
