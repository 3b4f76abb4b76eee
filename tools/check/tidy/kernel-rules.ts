// What the brain must not use, because its answer would depend on something that is not an input.
//
// The compiler keeps Node and the browser out of the kernel's project (tsconfig.kernel.json); what is here is in the
// language itself. Every ban says what to do instead.
import { isTestCode, type Node, type SourceFile } from "../source/source-file.ts";
import { child, is, isReference, propertyName, text, walk } from "../source/walk.ts";
import type { Place } from "../source/walk.ts";
import type { Fault, Rule } from "./rule.ts";

const TIME = "time arrives as an input of a command";
const CHANCE = "ids and randomness arrive as inputs";
const SYNC = "the kernel is synchronous; effects are orders, returned as data";
const ENVIRONMENT = "the kernel knows no environment; the host hands in what it needs";
const LOCALE = "its answer depends on the machine's locale data; compare code units with < and >";
const PATTERN = "a pattern can take for ever; write the scan by hand, with a limit";
const INEXACT = "its last digit differs between engines; use whole numbers";
const REACH = "it reaches whatever the environment has";

/** Names that may not be used, as a value or as a type. */
const NAMES: Readonly<Record<string, string>> = {
  Date: TIME, performance: TIME, Temporal: TIME,
  crypto: CHANCE,
  Promise: SYNC, setTimeout: SYNC, setInterval: SYNC, setImmediate: SYNC, queueMicrotask: SYNC,
  Atomics: SYNC, SharedArrayBuffer: SYNC, WeakRef: SYNC, FinalizationRegistry: SYNC,
  console: ENVIRONMENT, process: ENVIRONMENT, fetch: ENVIRONMENT, require: ENVIRONMENT, Buffer: ENVIRONMENT,
  Intl: LOCALE,
  RegExp: PATTERN,
  globalThis: REACH, eval: REACH, Function: REACH,
};

/** Properties that may not be read, of anything. */
const PROPERTIES: Readonly<Record<string, string>> = {
  localeCompare: LOCALE, normalize: LOCALE,
  toLocaleString: LOCALE, toLocaleLowerCase: LOCALE, toLocaleUpperCase: LOCALE,
  toLocaleDateString: LOCALE, toLocaleTimeString: LOCALE,
  match: PATTERN, matchAll: PATTERN, search: PATTERN,
};

const EXACT_MATH = ["abs", "ceil", "clz32", "floor", "imul", "max", "min", "round", "sign", "trunc"];

const SYNTAX: Readonly<Record<string, string>> = {
  AwaitExpression: `await: ${SYNC}`,
  ImportExpression: `import(): ${SYNC}`,
  MetaProperty: `import.meta: ${ENVIRONMENT}`,
};

export const kernelRule: Rule = {
  name: "kernel-is-pure",
  holdsFor: (path) => path.startsWith("src/kernel/") && !isTestCode(path),
  find: findImpurities,
};

function findImpurities(file: SourceFile): readonly Fault[] {
  const faults: Fault[] = [];
  walk(file.tree, (node, place) => {
    const why = impurity(node, place);
    if (why !== null) faults.push({ position: node.start, message: `the kernel may not use ${why}` });
  });
  return faults;
}

function impurity(node: Node, place: Place): string | null {
  const syntax = SYNTAX[node.type];
  if (syntax !== undefined) return syntax;
  if (node.type === "Literal" && node["regex"] !== undefined) return `a regular expression: ${PATTERN}`;
  if (is(node, "async")) return `async: ${SYNC}`;
  if (node.type === "ForOfStatement" && is(node, "await")) return `for await: ${SYNC}`;
  if (node.type === "MemberExpression") return impureProperty(node);
  return isReference(node, place) ? impureName(text(node, "name") ?? "", place) : null;
}

function impureProperty(member: Node): string | null {
  const name = propertyName(member);
  if (text(child(member, "object", "Identifier"), "name") === "Math") {
    if (name === "random") return `Math.random: ${CHANCE}`;
    return name !== undefined && EXACT_MATH.includes(name) ? null : `Math.${name ?? "[…]"}: ${INEXACT}`;
  }
  const why = name === undefined || !Object.hasOwn(PROPERTIES, name) ? undefined : PROPERTIES[name];
  return why === undefined ? null : `.${name}: ${why}`;
}

function impureName(name: string, { parent, field }: Place): string | null {
  if (name === "Math") {
    const isObject = parent?.type === "MemberExpression" && field === "object";
    return isObject ? null : `Math as a value: write Math.${EXACT_MATH.slice(0, 3).join(", Math.")}, …`;
  }
  return Object.hasOwn(NAMES, name) ? `${name}: ${NAMES[name]}` : null;
}
