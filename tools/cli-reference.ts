// The reference of the command line, docs/cli.md, from the table of verbs.
import { exitMeanings } from "../src/cli/exit-codes.ts";
import { programHelp, sentence, verbHelp } from "../src/cli/help.ts";
import { verbs } from "../src/cli/verbs.ts";

export function cliReference(): string {
  return [
    "# The command line",
    "",
    "Made from the program's own help by `REWRITE=1 node --test test/cli/reference.test.ts`; do not edit it.",
    "",
    ...block(programHelp(verbs)),
    "",
    ...CONVENTIONS,
    "",
    "| exit status | means |",
    "| --- | --- |",
    ...Object.entries(exitMeanings).map(([code, means]) => `| ${code} | ${means} |`),
    "",
    ...verbs.filter(({ isHidden }) => isHidden !== true).flatMap((verb) => [
      `## ${verb.name}`, "", sentence(verb.summary), "", ...block(verbHelp(verb)), "",
    ]),
  ].join("\n");
}

const CONVENTIONS = [
  "- Data goes to standard output; progress, complaints and the next command go to standard error.",
  "- `--json` writes the same whether or not a terminal reads it. Characters that could steer a terminal are escaped.",
  "- Text that others wrote (titles, guidance, a person's words) is printed with its control characters made visible.",
  "- Colours: on a terminal only, and not with `NO_COLOR`, `CI` or `TERM=dumb`. `FORCE_COLOR` beats them all, and",
  "  `FORCE_COLOR=0` is none.",
  "- `RUN` is the id of a run, or a beginning of it that no other run has. An id is its workflow, the day, and five",
  "  characters that sort by time: `feature-20261121-3k7qx`.",
  "- Verbs that read make nothing: where there is no journal, there are no runs.",
];

function block(text: string): readonly string[] {
  return ["```text", ...text.trimEnd().split("\n"), "```"];
}
