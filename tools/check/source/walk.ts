// Walks a syntax tree, and reads its fields without trusting their types.
import type { Node } from "./source-file.ts";

/** Where a node hangs: the node above it, and the name of the field that holds it. */
export interface Place {
  readonly parent: Node | null;
  readonly field: string;
}

export function walk(tree: Node, visit: (node: Node, place: Place) => void): void {
  const step = (node: Node, place: Place): void => {
    visit(node, place);
    for (const [field, value] of Object.entries(node)) {
      for (const child of Array.isArray(value) ? value : [value]) {
        if (isNode(child)) step(child, { parent: node, field });
      }
    }
  };
  step(tree, { parent: null, field: "" });
}

export function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}

/** The node in a field, when there is one of that kind (any kind if none is named). */
export function child(node: Node | undefined, field: string, kind?: string): Node | undefined {
  const value = node?.[field];
  return isNode(value) && (kind === undefined || value.type === kind) ? value : undefined;
}

export function children(node: Node | undefined, field: string): readonly Node[] {
  const value = node?.[field];
  return Array.isArray(value) ? value.filter(isNode) : [];
}

export function text(node: Node | undefined, field: string): string | undefined {
  const value = node?.[field];
  return typeof value === "string" ? value : undefined;
}

export function is(node: Node, field: string): boolean {
  return node[field] === true;
}

/** `a.b`, `a["b"]` and `` a[`b`] `` name the same property. */
export function propertyName(member: Node): string | undefined {
  const property = child(member, "property");
  if (property === undefined) return undefined;
  if (!is(member, "computed")) return text(property, "name");
  return text(property, "value") ?? text(child(children(property, "quasis")[0], "value"), "cooked");
}

/** An identifier that stands for a value or a type, rather than for a property's name. */
export function isReference(node: Node, { parent, field }: Place): boolean {
  if (node.type !== "Identifier" || parent === null) return false;
  const isName = field === "property" || field === "key" || (parent.type === "TSQualifiedName" && field === "right");
  return !isName || is(parent, "computed");
}
