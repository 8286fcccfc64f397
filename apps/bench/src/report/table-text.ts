import type { Table } from "./table.ts";

/** Writes a table for a terminal: columns as wide as they need, figures to the right. */
export function tableText({ title, columns, rows }: Table): string {
  const widths = columns.map((column, index) =>
    Math.max(column.length, ...rows.map((row) => row[index]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, index) => (index === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[index] ?? 0)))
      .join("  ");
  return `\n${title}\n${[columns, ...rows].map((cells) => `  ${line(cells)}\n`).join("")}`;
}
