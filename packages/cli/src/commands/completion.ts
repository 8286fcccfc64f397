import { defineCommand } from "citty";
import { inputFields } from "../call/input-fields.ts";
import { procedures } from "../call/procedures.ts";
import { WrongUse } from "../wrong-use.ts";

/** What each shell runs to ask for the words that may follow. */
const scripts: Readonly<Record<string, string>> = {
  bash: `_ashlar() { mapfile -t COMPREPLY < <(ashlar complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null); }
complete -o default -F _ashlar ashlar`,
  zsh: `#compdef ashlar
_ashlar() { local -a found; found=("\${(@f)$(ashlar complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}"); compadd -a found; }
compdef _ashlar ashlar`,
  fish: `complete -c ashlar -f -a '(ashlar complete -- (commandline -opc)[2..] (commandline -ct) 2>/dev/null)'`,
  powershell: `Register-ArgumentCompleter -Native -CommandName ashlar -ScriptBlock {
  param($word, $ast)
  $words = @($ast.CommandElements | Select-Object -Skip 1 | ForEach-Object { $_.ToString() })
  if ($word -eq '') { $words += '' }
  ashlar complete -- @words 2>$null | ForEach-Object { [System.Management.Automation.CompletionResult]::new($_) }
}`,
};

/** Prints the completion script of a shell. */
export const completion = defineCommand({
  meta: { name: "completion", description: "Prints the completion script of bash, zsh, fish or powershell" },
  args: { shell: { type: "positional", description: "bash, zsh, fish or powershell", required: true } },
  run: ({ args: { shell } }) => {
    const script = scripts[shell];
    if (script === undefined)
      throw new WrongUse(
        `There is no completion for ${shell}; there is for ${Object.keys(scripts).join(", ")}.`,
      );
    console.log(script);
  },
});

const commands = [
  "call",
  "login",
  "logout",
  "contract",
  "authz",
  "doctor",
  "backup",
  "restore",
  "completion",
];

/** Prints the words that may stand where the last one is. */
export const complete = defineCommand({
  meta: {
    name: "complete",
    description: "Prints completions; for the scripts of `completion`",
    hidden: true,
  },
  run: ({ rawArgs }) => {
    const words = rawArgs[0] === "--" ? rawArgs.slice(1) : rawArgs;
    const last = words.at(-1) ?? "";
    for (const word of candidates(words)) if (word.startsWith(last)) console.log(word);
  },
});

function candidates(words: readonly string[]): readonly string[] {
  if (words.length <= 1) return commands;
  if (words[0] !== "call") return [];
  if (words.length === 2) return [...procedures.keys()];
  const entry = procedures.get(words[1] ?? "");
  if (entry === undefined) return [];
  const fields = inputFields(entry.input);
  const before = words.at(-2) ?? "";
  const asked = fields.find(({ name, type }) => `--${name}` === before && type !== "boolean");
  if (asked !== undefined) return asked.values;
  return [...fields.map(({ name }) => `--${name}`), "--json", "--all", "--help", "--url"];
}
