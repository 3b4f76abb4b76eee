// One source file as the checkers see it: its text, its tree, its comments, and where a position is.
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseSync } from "oxc-parser";
import { isNode } from "./walk.ts";

/** A node of the tree (ESTree with TypeScript's kinds); fields are read through the helpers of `walk.ts`. */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}

export interface Comment {
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

export interface SourceFile {
  /** Relative to the checkout, with forward slashes. */
  readonly path: string;
  readonly text: string;
  readonly tree: Node;
  readonly comments: readonly Comment[];
}

export interface Finding {
  readonly path: string;
  readonly line: number;
  readonly rule: string;
  readonly message: string;
}

const ROOTS = ["src", "test", "tools", "bench"];

export function readSources(root: string): readonly SourceFile[] {
  const globs = ROOTS.map((folder) => `${folder}/**/*.{ts,tsx,mjs,cjs,mts}`);
  const paths = globSync(globs, { cwd: root, exclude: ["**/fixtures/**", "**/node_modules/**", "**/*.d.ts"] });
  return paths.sort().map((path) => parseSource(path.replaceAll("\\", "/"), readFileSync(join(root, path), "utf8")));
}

export function parseSource(path: string, text: string): SourceFile {
  const parsed = parseSync(path, text);
  const fault = parsed.errors[0];
  if (fault !== undefined) throw new Error(`Cannot read ${path}: ${fault.message}`);
  const tree: unknown = parsed.program;
  if (!isNode(tree)) throw new Error(`Cannot read ${path}: the parser gave no tree`);
  return { path, text, tree, comments: parsed.comments };
}

export function lineOf(file: SourceFile, position: number): number {
  return file.text.slice(0, position).split("\n").length;
}

export function isTestCode(path: string): boolean {
  return path.startsWith("test/") || /\.test\.[cm]?[jt]sx?$/.test(path);
}

/** One line each, in the order of the files; editors and CI make such lines clickable. */
export function findingLines(findings: readonly Finding[]): readonly string[] {
  return findings.map(({ path, line, rule, message }) => `${path}:${line} ${rule}: ${message}`);
}
