// What every file owes its reader: a purpose at its top, a name that says something, and types that are not forced.
import type { SourceFile } from "../source/source-file.ts";
import { child, walk } from "../source/walk.ts";
import type { Fault, Rule } from "./rule.ts";

const EVERYWHERE = (): boolean => true;
const EMPTY_NAMES = ["utils", "util", "helpers", "helper", "common", "misc", "index", "shared", "types"];

export const purposeRule: Rule = {
  name: "purpose-first",
  // A unit test's purpose is the source that it lies beside.
  holdsFor: (path) => !/^src\/.*\.test\.tsx?$/.test(path),
  find: (file) => {
    const message = "begin the file with a comment that says what it is for";
    return beginsWithComment(file) ? [] : [{ position: 0, message }];
  },
};

export const fileNameRule: Rule = {
  name: "file-name",
  holdsFor: EVERYWHERE,
  find: ({ path }) => {
    const name = path.slice(path.lastIndexOf("/") + 1).split(".")[0] ?? "";
    const message = `«${name}» says nothing; name the file after its main export`;
    return EMPTY_NAMES.includes(name) ? [{ position: 0, message }] : [];
  },
};

export const barrelRule: Rule = {
  name: "no-barrel",
  holdsFor: EVERYWHERE,
  find: ({ tree }) => {
    const body = Array.isArray(tree["body"]) ? tree["body"] : [];
    const isBarrel = body.length > 0 && body.every(isReExport);
    return isBarrel ? [{ position: 0, message: "a file of re-exports only; import from where the thing is" }] : [];
  },
};

export const forcedCastRule: Rule = {
  name: "no-forced-cast",
  holdsFor: EVERYWHERE,
  find: (file) => {
    const faults: Fault[] = [];
    walk(file.tree, (node) => {
      const inner = node.type === "TSAsExpression" ? child(node, "expression", "TSAsExpression") : undefined;
      if (inner === undefined) return;
      faults.push({ position: node.start, message: "a cast through another type; parse it with a schema, or type it" });
    });
    return faults;
  },
};

function beginsWithComment({ text, comments }: SourceFile): boolean {
  const first = comments[0];
  if (first === undefined || first.value.trim() === "") return false;
  return text.slice(0, first.start).replace(/^#!.*/, "").trim() === "";
}

function isReExport(statement: unknown): boolean {
  const { type, source } = statement as { readonly type?: string; readonly source?: unknown };
  return type === "ExportAllDeclaration" || (type === "ExportNamedDeclaration" && source !== null);
}
