/**
 * Rust: what is visible outside its module, also if only in its crate (the words say so), with the attributes that change
 * what it is for a caller; traits whole, implementations of traits by their head and their types, exported macros by what
 * they match.
 */

import { limits } from '../../ports/limits.ts';
import { type Cut, instead, type Outline, outlineOf, type Place, type Scissors, TooMuch, without } from './outline.ts';
import { byName, type Declared, type Reading, type Source } from './reading.ts';
import { field, nameOf, named, type SyntaxNode } from './syntax-tree.ts';

const SAYING = new Set(['name', 'pattern']);
/** Attributes that say nothing to a caller. */
const SILENT = /^#\[\s*(?:doc|allow|warn|deny|expect|inline|cold|rustfmt|track_caller|tracing)\b/;
/** Attributes of one item that are looked at. */
const ATTRIBUTES = 64;
const CLOSED = new Set(['declaration_list', 'field_declaration_list', 'ordered_field_declaration_list']);

export function readRust(root: SyntaxNode, { text, allowance }: Source): Reading {
  const scissors: Scissors = { source: text, saying: SAYING, cut: cutAt };
  const draw = (node: SyntaxNode): Declared => ({ at: node.startIndex, draw: () => withAttributes(node, outlineOf(node, scissors, allowance)) });
  const items = named(root);
  const types = items.filter(({ type }) => /^(?:struct|enum|union|trait|type)_item$/.test(type));
  // What is implemented for a type is shown where the type is.
  const hidden = new Set(types.filter((node) => !isVisible(node)).map(nameOf));
  const ofHidden = new Set(items.filter((node) => hidden.has(implementer(node))));
  return {
    exported: items.filter((node) => isShown(node) && !ofHidden.has(node)).map(draw),
    local: byName([...types.map((node) => [nameOf(node), draw(node)] as const), ...[...ofHidden].filter((node) => isShown(node)).map((node) => [implementer(node), draw(node)] as const)]),
  };
}

function implementer(node: SyntaxNode): string {
  if (node.type !== 'impl_item') return '';
  const type = field(node, 'type');
  return field(type, 'type')?.text ?? type?.text ?? '';
}

function cutAt(node: SyntaxNode, { field: fieldName, around }: Place): Cut | null {
  if (node.type === 'block' && fieldName === 'body') return instead(node, node.parent?.parent?.parent?.type === 'trait_item' ? ' {…}' : ';');
  if (fieldName === 'right' && around === 'macro_rule') return { from: node.startIndex, to: node.endIndex, by: '{…}' };
  if (fieldName === 'value' && (around === 'const_item' || around === 'static_item')) return valueCut(node);
  if (node.type === 'attribute_item') return SILENT.test(node.text) || (CLOSED.has(around) && !isShownNext(node)) ? without(node) : null;
  if (!CLOSED.has(around) || node.parent?.parent?.type === 'enum_variant') return null;
  if (around === 'ordered_field_declaration_list') return fieldName === 'type' ? placeCut(node) : null;
  return !isItem(node.type) || isShown(node) ? null : without(node);
}

/** A tuple keeps the place of what is not seen in it. */
function placeCut(type: SyntaxNode): Cut | null {
  return type.previousSibling?.type === 'visibility_modifier' ? null : { from: type.startIndex, to: type.endIndex, by: '_' };
}

function isItem(type: string): boolean {
  return type.endsWith('_item') || type === 'field_declaration' || type === 'macro_definition' || type === 'macro_invocation' || type.endsWith('_declaration');
}

function valueCut(value: SyntaxNode): Cut {
  return { from: field(value.parent, 'type')?.endIndex ?? value.startIndex, to: value.endIndex, by: '' };
}

function isShownNext(attribute: SyntaxNode): boolean {
  let next = attribute.nextSibling;
  for (let left = ATTRIBUTES; left > 0 && next !== null && /attribute|comment|visibility/.test(next.type); left -= 1) next = next.nextSibling;
  return next === null || !isItem(next.type) || isShown(next);
}

/** Where an item is shown by itself or by what it is in. Nested modules are looked at no deeper than a limit. */
function isShown(node: SyntaxNode, depth = 0): boolean {
  if (depth > limits.signatureNesting) throw new TooMuch(`it has more than ${limits.signatureNesting} modules within each other`);
  switch (node.type) {
    case 'impl_item':
      return isImplShown(node, depth);
    case 'macro_definition':
      return /macro_export/.test(attributesOf(node).map(({ text }) => text).join());
    case 'foreign_mod_item':
      return named(field(node, 'body')).some((one) => isShown(one, depth + 1));
    case 'attribute_item':
      return false;
    default:
      return isVisible(node) || isOfTrait(node);
  }
}

function isImplShown(node: SyntaxNode, depth: number): boolean {
  if (field(node, 'trait') !== null) return true;
  return named(field(node, 'body')).some((one) => one.type !== 'impl_item' && isShown(one, depth + 1));
}

/** What a trait asks for is as visible as it is; what implements one has the names that are known from there. */
function isOfTrait(node: SyntaxNode): boolean {
  const around = node.parent?.type === 'declaration_list' ? node.parent.parent : null;
  if (around?.type === 'trait_item') return true;
  return around?.type === 'impl_item' && field(around, 'trait') !== null && (node.type === 'type_item' || node.type === 'const_item' || node.type === 'associated_type');
}

function isVisible(node: SyntaxNode): boolean {
  return named(node).some((one) => one.type === 'visibility_modifier' && !/\(\s*(?:in\s+)?self\s*\)/.test(one.text));
}

function attributesOf(node: SyntaxNode): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let before = node.previousSibling; found.length < ATTRIBUTES && before !== null && /attribute_item|comment/.test(before.type); before = before.previousSibling) {
    if (before.type === 'attribute_item' && !SILENT.test(before.text)) found.unshift(before);
  }
  return found;
}

function withAttributes(node: SyntaxNode, { text, names }: Outline): Outline {
  return { text: [...attributesOf(node).map((one) => one.text), text].join('\n'), names };
}
