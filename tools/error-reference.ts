// docs/errors.md, from the catalogue of errors.
import { catalogue } from "../src/language/diagnostics/catalogue/catalogue.ts";
import { explain, groupOf } from "../src/language/diagnostics/explain.ts";

export function errorReference(): string {
  const groups = Map.groupBy(catalogue(), ({ code }) => groupOf(code));
  return [
    "# Errors",
    "",
    "Every error of a workflow has a code that stays the same for ever; `espalier explain CODE` says the same. Made from the",
    "catalogue by `REWRITE=1 node --test test/cli/language.test.ts`; do not edit it.",
    "",
    ...[...groups].flatMap(([group, entries]) => [`## ${group}`, "", ...entries.flatMap(section)]),
  ].join("\n");
}

function section(entry: ReturnType<typeof catalogue>[number]): readonly string[] {
  const { says, example, remedy } = explain(entry);
  const head = [`### ${entry.code} · ${entry.title}`, "", ...wrapped(says), ""];
  return example.length === 0 ? head : [...head, "```text", ...example.map((line) => `wrong  ${line}`), ...remedy.map((line) => `right  ${line}`), "```", ""];
}

function wrapped(text: string): readonly string[] {
  const lines = [""];
  for (const word of text.split(" ")) {
    const last = lines.at(-1) ?? "";
    if (last !== "" && last.length + 1 + word.length > 118) lines.push(word);
    else lines[lines.length - 1] = last === "" ? word : `${last} ${word}`;
  }
  return lines;
}
