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
    "Each has an example that is wrong and a remedy that is right, both tried by a test. `with` is what must stand elsewhere in",
    "the text, or in the file that is named, to see it. `«300 times {»` stands for 300 braces, where `#` is the number of each,",
    "and `«NUL»` for that character.",
    "",
    ...[...groups].flatMap(([group, entries]) => [`## ${group}`, "", ...entries.flatMap(section)]),
  ].join("\n");
}

function section(entry: ReturnType<typeof catalogue>[number]): readonly string[] {
  const { says, beside, example, remedy } = explain(entry);
  const lines = [["with", beside], ["wrong", example], ["right", remedy]] as const;
  return [
    `### ${entry.code} · ${entry.title}`, "", ...wrapped(says), "",
    "```text", ...lines.flatMap(([word, texts]) => texts.map((text) => `${word.padEnd(7)}${text}`)), "```", "",
  ];
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
