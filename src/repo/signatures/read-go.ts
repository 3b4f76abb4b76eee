/** Go: the package's exported functions, methods, types, constants and variables, and its own types that these name. */

import { type Cut, instead, longValue, outlineOf, type Place, type Scissors, without } from './outline.ts';
import { byName, type Declared, type Reading, type Source } from './reading.ts';
import { field, nameOf, named, parts, type SyntaxNode } from './syntax-tree.ts';

const SAYING = new Set(['name', 'receiver']);
/** Characters at the end of a receiver in which its type is looked for. */
const RECEIVER = 400;
const GROUPS = new Set(['const_declaration', 'var_declaration']);

export function readGo(root: SyntaxNode, { text, allowance }: Source): Reading {
  const scissors: Scissors = { source: text, saying: SAYING, cut: cutAt };
  const typing: Scissors = { ...scissors, cut: (node, place) => (isHiddenType(node, place) ? without(node) : cutAt(node, place)) };
  const draw = (node: SyntaxNode, by: Scissors = scissors): Declared => ({ at: node.startIndex, draw: () => outlineOf(node, by, allowance) });
  const exported: Declared[] = [];
  const local: (readonly [string, Declared])[] = [];
  for (const node of named(root)) {
    if (node.type === 'package_clause') exported.push(draw(node));
    else if (node.type === 'type_declaration') {
      if (specsOf(node).some((spec) => isPublic(nameOf(spec)))) exported.push(draw(node, typing));
      for (const spec of specsOf(node)) local.push([nameOf(spec), hiddenType(spec, draw(spec))]);
    } else if (isExported(node)) exported.push(draw(node));
  }
  return { exported, local: byName(local) };

  function cutAt(node: SyntaxNode, { field: fieldName, around }: Place): Cut | null {
    if (fieldName === 'body') return instead(node, around === 'func_literal' ? ' {…}' : '');
    if (fieldName === 'value' && around === 'var_spec') return varCut(node, node.parent);
    return node.type === 'field_declaration' && isHiddenField(node) ? without(node) : null;
  }

  function varCut(value: SyntaxNode, spec: SyntaxNode | null): Cut | null {
    const type = field(spec, 'type');
    return type === null ? longValue(value, scissors, allowance) : { from: type.endIndex, to: value.endIndex, by: '' };
  }
}

/** What is exported was told with its group already. */
function hiddenType(spec: SyntaxNode, { at, draw }: Declared): Declared {
  const nothing = { text: '', names: new Set<string>() };
  if (isPublic(nameOf(spec))) return { at, draw: () => nothing };
  return { at, draw: () => {
    const { text, names } = draw();
    return { text: `type ${text.trimStart()}`, names };
  } };
}

function isExported(node: SyntaxNode): boolean {
  if (node.type === 'function_declaration') return isPublic(nameOf(node));
  if (node.type === 'method_declaration') return isPublic(nameOf(node)) && isPublic(receiverOf(node));
  // A group is told whole: a constant can have its type and value from the one before it.
  return GROUPS.has(node.type) && specsOf(node).some((spec) => spec.childrenForFieldName('name').some((name) => isPublic(name?.text ?? '')));
}

function isHiddenType(node: SyntaxNode, { around }: Place): boolean {
  return (node.type === 'type_spec' || node.type === 'type_alias') && around === 'type_declaration' && !isPublic(nameOf(node));
}

/** An embedded one has no name, and gives what it has. */
function isHiddenField(node: SyntaxNode): boolean {
  const names = node.childrenForFieldName('name').filter((name) => name?.type === 'field_identifier');
  return names.length > 0 && !names.some((name) => isPublic(name?.text ?? ''));
}

function specsOf(node: SyntaxNode): readonly SyntaxNode[] {
  return named(node).flatMap((one) => (one.type.endsWith('_spec_list') ? parts(one) : [one])).filter(({ type }) => /_spec$|_alias$/.test(type));
}

function receiverOf(method: SyntaxNode): string {
  return /(\p{L}[\p{L}\p{N}_]*)\s*(?:\[[^\]]*\])?\s*\)$/u.exec(field(method, 'receiver')?.text.slice(-RECEIVER) ?? '')?.[1] ?? '';
}

function isPublic(name: string): boolean {
  return /^\p{Lu}/u.test(name);
}
