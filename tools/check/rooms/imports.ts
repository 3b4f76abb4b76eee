// Every import of a file, however it is written: static, re-export, dynamic, or a type in passing.
import { lineOf, type Node, type SourceFile } from "../source/source-file.ts";
import { child, children, text, walk } from "../source/walk.ts";

export interface Import {
  readonly line: number;
  /** What is imported, or null when it is computed and so cannot be checked. */
  readonly from: string | null;
  readonly isTypeOnly: boolean;
}

const SOURCE_FIELD: Readonly<Record<string, string>> = {
  ImportDeclaration: "source",
  ExportNamedDeclaration: "source",
  ExportAllDeclaration: "source",
  ImportExpression: "source",
  TSImportType: "source",
  TSExternalModuleReference: "expression",
};

export function importsOf(file: SourceFile): readonly Import[] {
  const found: Import[] = [];
  walk(file.tree, (node) => {
    const field = SOURCE_FIELD[node.type] ?? (isRequire(node) ? "arguments" : undefined);
    const source = field === undefined ? undefined : (children(node, field)[0] ?? child(node, field));
    if (source === undefined) return;
    const from = source.type === "Literal" ? (text(source, "value") ?? null) : null;
    found.push({ line: lineOf(file, node.start), from, isTypeOnly: isTypeOnly(node) });
  });
  return found;
}

function isRequire(node: Node): boolean {
  return node.type === "CallExpression" && text(child(node, "callee", "Identifier"), "name") === "require";
}

function isTypeOnly(node: Node): boolean {
  if (node.type === "TSImportType") return true;
  if (text(node, "importKind") === "type" || text(node, "exportKind") === "type") return true;
  const named = children(node, "specifiers");
  return named.length > 0 && named.every((one) => (text(one, "importKind") ?? text(one, "exportKind")) === "type");
}
