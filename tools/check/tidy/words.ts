// The glossary as a test: words that name one of our concepts by another name, and the word to write instead.
//
// Only words that mean nothing else in this code are here: `merge`, `lock`, `node` or `edge` have honest other uses.
import type { SourceFile } from "../source/source-file.ts";
import { text, walk } from "../source/walk.ts";
import type { Fault, Rule } from "./rule.ts";

const INSTEAD: Readonly<Record<string, string>> = {
  pipeline: "run",
  formula: "workflow",
  preset: "recipe",
  verdict: "outcome, approval or evidence",
  ticket: "task",
  bead: "task",
  worker: "hand",
  scheduler: "brain",
  orchestrator: "brain",
  subagent: "leaf",
  bot: "agent",
  llm: "agent",
  jail: "sandbox",
  worktree: "workspace",
  trunk: "stack or tip",
  ship: "publish",
  deploy: "publish",
  stall: "halt",
  whitelist: "allowlist",
  blacklist: "what is denied",
};

export const wordsRule: Rule = {
  name: "glossary",
  holdsFor: (path) => path.startsWith("src/"),
  find: findWords,
  mayBeExcused: true,
};

function findWords(file: SourceFile): readonly Fault[] {
  const faults = wordsIn(fileName(file.path)).flatMap((word) => faultOf(word, 0));
  walk(file.tree, (node, place) => {
    // What a package calls its own things is not ours to choose.
    if (node.type !== "Identifier" || (place.parent?.type === "ImportSpecifier" && place.field === "imported")) return;
    faults.push(...wordsIn(text(node, "name") ?? "").flatMap((word) => faultOf(word, node.start)));
  });
  return faults;
}

function faultOf(word: string, position: number): readonly Fault[] {
  const singular = word.endsWith("s") ? word.slice(0, -1) : word;
  const found = [word, singular].find((one) => Object.hasOwn(INSTEAD, one));
  return found === undefined ? [] : [{ position, message: `«${found}» is not our word; write ${INSTEAD[found]}` }];
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** `shipOrder`, `ship_order` and `ship-order.ts` all hold the word «ship». */
function wordsIn(name: string): readonly string[] {
  return name.replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase().split(/[^a-z]+/);
}
