import Table from "cli-table3";

/** Prints an answer: as JSON, or a list as a table and anything else as its fields. */
export const printAnswer = (answer: unknown, isJson: boolean): void =>
  console.log(isJson ? JSON.stringify(answer ?? null, null, 2) : textOf(answer));

function textOf(answer: unknown): string {
  if (answer === undefined || answer === null) return "Done.";
  const items: unknown = Array.isArray(answer) ? answer : Reflect.get(Object(answer), "items");
  if (Array.isArray(items)) return tableOf(items);
  if (typeof answer !== "object") return String(answer);
  return Object.entries(answer)
    .map(([name, value]) => `${name}: ${shown(value)}`)
    .join("\n");
}

const plain = { top: "", "top-mid": "", "top-left": "", "top-right": "", bottom: "", "bottom-mid": "" };
const noFrame = {
  ...plain,
  ...{ "bottom-left": "", "bottom-right": "", left: "", "left-mid": "", mid: "", "mid-mid": "" },
  ...{ right: "", "right-mid": "", middle: "  " },
};
const widest = 48;

/** The fields of the first item are the columns; long texts are cut. */
function tableOf(items: readonly unknown[]): string {
  const [first] = items;
  if (first === undefined) return "None.";
  if (typeof first !== "object") return items.map(String).join("\n");
  const columns = Object.keys(Object(first));
  const table = new Table({
    head: columns,
    chars: noFrame,
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0 },
  });
  for (const item of items) {
    table.push(columns.map((column) => cut(shown(Reflect.get(Object(item), column)))));
  }
  return table
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}

function shown(value: unknown): string {
  if (value === undefined || value === null) return "";
  if (value instanceof Date) return value.toISOString();
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

const cut = (text: string): string => {
  const line = text.replaceAll(/\s+/g, " ");
  return line.length > widest ? `${line.slice(0, widest - 1)}…` : line;
};
