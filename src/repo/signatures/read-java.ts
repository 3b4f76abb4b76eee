/** Java: public types with their public and protected members, the file's other types that these name, and their imports. */

import { type Cut, instead, outlineOf, type Place, type Scissors, without } from './outline.ts';
import { byName, type Declared, type Reading, type Source } from './reading.ts';
import { field, nameOf, named, parts, type SyntaxNode } from './syntax-tree.ts';

const SAYING = new Set(['name']);
const TYPE = /^(?:class|interface|enum|record|annotation_type)_declaration$/;
const OPEN = new Set(['interface_body', 'annotation_type_body']);
const CLOSED = new Set(['class_body', 'enum_body_declarations']);
/** Characters at the end of an import in which its name is looked for. */
const NAME = 200;
const LITERAL = /_literal$|^(?:true|false)$/;

export function readJava(root: SyntaxNode, { text, allowance }: Source): Reading {
  const scissors: Scissors = { source: text, saying: SAYING, cut: cutAt };
  const draw = (node: SyntaxNode): Declared => ({ at: node.startIndex, draw: () => outlineOf(node, scissors, allowance) });
  const items = named(root);
  const types = items.filter(({ type }) => TYPE.test(type));
  const imports = items.filter(({ type }) => type === 'import_declaration');
  return {
    exported: items.filter((node) => node.type === 'package_declaration' || node.type === 'module_declaration' || (TYPE.test(node.type) && isOpen(node, false))).map(draw),
    local: byName([
      ...types.map((node) => [nameOf(node), draw(node)] as const),
      ...imports.map((node) => [/(\w+)\s*;$/.exec(node.text.slice(-NAME))?.[1] ?? '', draw(node)] as const),
    ]),
  };
}

function cutAt(node: SyntaxNode, { field: fieldName, around }: Place): Cut | null {
  if (fieldName === 'body') return bodyCut(node, around);
  if (fieldName === 'value' && around === 'variable_declarator') {
    const { parent } = node;
    return LITERAL.test(node.type) ? null : { from: (field(parent, 'dimensions') ?? field(parent, 'name'))?.endIndex ?? node.startIndex, to: node.endIndex, by: '' };
  }
  if (!node.isNamed || !(CLOSED.has(around) || OPEN.has(around))) return null;
  return isMember(node.type) && isOpen(node, OPEN.has(around)) ? null : without(node);
}

function bodyCut(node: SyntaxNode, around: string): Cut | null {
  if (node.type === 'block' || node.type === 'constructor_body') return instead(node, ';');
  return around === 'enum_constant' ? instead(node, '') : null;
}

/** Initializers are none, and a record's own parameters say what its compact constructor takes. */
function isMember(type: string): boolean {
  return type.endsWith('_declaration') && type !== 'compact_constructor_declaration';
}

function isOpen(node: SyntaxNode, inInterface: boolean): boolean {
  const words = parts(named(node).find(({ type }) => type === 'modifiers') ?? null).map(({ type }) => type);
  return inInterface ? !words.includes('private') : words.includes('public') || words.includes('protected');
}
