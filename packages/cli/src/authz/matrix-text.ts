import type { AccessMatrix } from "./access-matrix.ts";

export const matrixFormats = ["text", "markdown", "html", "json"] as const;
export type MatrixFormat = (typeof matrixFormats)[number];

/** Writes a matrix for a terminal, a document, a page or a program. */
export function matrixText(matrix: AccessMatrix, format: MatrixFormat): string {
  if (format === "json") return JSON.stringify(matrix, null, 2);
  const head = ["procedure", "access", ...matrix.columns];
  const rows = matrix.rows.map(({ procedure, access, cells }) => [procedure, access, ...cells]);
  if (format === "markdown") {
    const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
    return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
  }
  if (format === "html") {
    const row = (cells: readonly string[], tag: "th" | "td"): string =>
      `<tr>${cells.map((cell) => `<${tag}>${cell}</${tag}>`).join("")}</tr>`;
    return `<table>\n${[row(head, "th"), ...rows.map((cells) => row(cells, "td"))].join("\n")}\n</table>`;
  }
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((cells) => (cells[column] ?? "").length)),
  );
  return [head, ...rows]
    .map((cells) =>
      cells
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
