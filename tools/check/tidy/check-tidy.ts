// Style as a test: the rules that the linter does not have. The others are in .oxlintrc.json.
import { type Finding, lineOf, type SourceFile } from "../source/source-file.ts";
import { barrelRule, fileNameRule, forcedCastRule, purposeRule } from "./file-rules.ts";
import { kernelRule } from "./kernel-rules.ts";
import type { Rule } from "./rule.ts";
import { skipRule, sleepRule } from "./test-rules.ts";
import { wordsRule } from "./words.ts";

export const RULES: readonly Rule[] = [
  purposeRule,
  fileNameRule,
  barrelRule,
  forcedCastRule,
  sleepRule,
  skipRule,
  wordsRule,
  kernelRule,
];

export function checkTidy(files: readonly SourceFile[]): readonly Finding[] {
  return files.flatMap((file) =>
    RULES.filter((rule) => rule.holdsFor(file.path)).flatMap((rule) => checkRule(rule, file)),
  );
}

function checkRule(rule: Rule, file: SourceFile): readonly Finding[] {
  const excused = rule.mayBeExcused === true ? excusedLines(rule, file) : [];
  return rule
    .find(file)
    .map(({ position, message }) => ({ path: file.path, line: lineOf(file, position), rule: rule.name, message }))
    .filter(({ line }) => !excused.includes(line));
}

/** The line of the excuse and the one below it. An excuse without a reason excuses nothing. */
function excusedLines(rule: Rule, file: SourceFile): readonly number[] {
  const excuse = new RegExp(`tidy: allow ${rule.name}: \\S+`);
  return file.comments
    .filter((comment) => excuse.test(comment.value))
    .map((comment) => lineOf(file, comment.end))
    .flatMap((line) => [line, line + 1]);
}
