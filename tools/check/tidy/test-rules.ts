// What tests must not do: wait for a clock, run alone, or be skipped without saying why.
import { isTestCode, type Node, type SourceFile } from "../source/source-file.ts";
import { child, children, propertyName, text, walk } from "../source/walk.ts";
import type { Fault, Rule } from "./rule.ts";

const SLEEPERS = ["setTimeout", "setInterval", "sleep", "delay"];
const RUNNERS = ["test", "it", "describe", "suite", "t"];

export const sleepRule: Rule = {
  name: "no-sleep-in-tests",
  holdsFor: isTestCode,
  mayBeExcused: true,
  find: (file) =>
    calls(file).flatMap(({ node, callee }) =>
      SLEEPERS.includes(callee.name) || `${callee.object}.${callee.name}` === "Atomics.wait"
        ? [{ position: node.start, message: `${callee.name}: wait for an event, or drive a virtual clock` }]
        : [],
    ),
};

export const skipRule: Rule = {
  name: "no-silent-skip",
  holdsFor: isTestCode,
  find: (file) => calls(file).flatMap(skipFault),
};

interface Call {
  readonly node: Node;
  /** `name(…)`, or `object.name(…)`. */
  readonly callee: { readonly object: string; readonly name: string };
}

function calls(file: SourceFile): readonly Call[] {
  const found: Call[] = [];
  walk(file.tree, (node) => {
    if (node.type !== "CallExpression") return;
    const callee = child(node, "callee");
    const object = text(child(callee, "object", "Identifier"), "name") ?? "";
    const name = callee?.type === "MemberExpression" ? propertyName(callee) : text(callee, "name");
    found.push({ node, callee: { object, name: name ?? "" } });
  });
  return found;
}

function skipFault({ node, callee }: Call): readonly Fault[] {
  const fault = (what: string): Fault => ({
    position: node.start,
    message: `${what}: write { skip: "reason" }, or fix it`,
  });
  if (RUNNERS.includes(callee.object) && ["skip", "only", "todo"].includes(callee.name)) {
    const hasReason = callee.object === "t" && text(children(node, "arguments")[0], "value") !== undefined;
    return hasReason && callee.name === "skip" ? [] : [fault(`${callee.object}.${callee.name}`)];
  }
  if (!RUNNERS.includes(callee.name) || callee.object !== "") return [];
  const options = children(node, "arguments").filter((one) => one.type === "ObjectExpression");
  return options.flatMap((option) => children(option, "properties")).flatMap((property) => {
    const name = text(child(property, "key"), "name") ?? "";
    const isSilent = child(property, "value")?.["value"] === true;
    return name === "only" || name === "todo" || (name === "skip" && isSilent) ? [fault(`{ ${name} }`)] : [];
  });
}
