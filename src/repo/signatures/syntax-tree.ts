/** What is used of tree-sitter's trees, as types of our own: the package is loaded by the reading process alone. */

export interface SyntaxNode {
  readonly type: string;
  readonly text: string;
  readonly startIndex: number;
  readonly endIndex: number;
  readonly hasError: boolean;
  readonly isNamed: boolean;
  readonly childCount: number;
  readonly children: readonly (SyntaxNode | null)[];
  readonly namedChildren: readonly (SyntaxNode | null)[];
  readonly parent: SyntaxNode | null;
  readonly previousSibling: SyntaxNode | null;
  readonly nextSibling: SyntaxNode | null;
  childForFieldName(name: string): SyntaxNode | null;
  childrenForFieldName(name: string): readonly (SyntaxNode | null)[];
  walk(): SyntaxCursor;
}

export interface SyntaxCursor {
  readonly currentNode: SyntaxNode;
  readonly currentFieldName: string | null;
  readonly nodeType: string;
  gotoFirstChild(): boolean;
  gotoNextSibling(): boolean;
  gotoParent(): boolean;
  delete(): void;
}

/** Named parts, in order. */
export function named(node: SyntaxNode | null): readonly SyntaxNode[] {
  return node === null ? [] : node.namedChildren.filter((child) => child !== null);
}

/** All parts, signs and words as well. */
export function parts(node: SyntaxNode | null): readonly SyntaxNode[] {
  return node === null ? [] : node.children.filter((child) => child !== null);
}

export function field(node: SyntaxNode | null, name: string): SyntaxNode | null {
  return node?.childForFieldName(name) ?? null;
}

export function nameOf(node: SyntaxNode | null): string {
  return field(node, 'name')?.text ?? '';
}
