/**
 * TypeScript and JavaScript: what a module exports, the types and values of its own that this names, and from where the
 * names come that it imports. What has a type loses its value; what has none keeps it, since that tells the type.
 */

import { jsdocTypes } from './jsdoc-types.ts';
import { type Allowance, type Cut, instead, longValue, type Outline, outlineOf, type Place, type Scissors, without } from './outline.ts';
import { byName, type Declared, type Reading, type Source } from './reading.ts';
import { field, nameOf, named, parts, type SyntaxNode } from './syntax-tree.ts';

const TYPES = /@(?:typedef|callback)\b/;
/** Decorators of one member that are looked at. */
const DECORATORS = 64;
const SAYING = new Set(['name', 'pattern', 'parameter', 'alias', 'label']);
const MEMBERS = new Set(['method_definition', 'public_field_definition', 'field_definition', 'method_signature', 'abstract_method_signature']);
const FIELDS = new Set(['public_field_definition', 'field_definition', 'variable_declarator']);
/** In a namespace that is not ambient only what is exported is seen from outside. */
const INNER = new Set(['function_declaration', 'class_declaration', 'abstract_class_declaration', 'lexical_declaration', 'variable_declaration', 'expression_statement', 'enum_declaration']);

export function readEcmascript(root: SyntaxNode, { path, text, allowance }: Source): Reading {
  // In JavaScript nothing else says types.
  const documents = /\.[cm]?jsx?$/.test(path);
  const scissors: Scissors = { source: text, comment: documents ? jsdocTypes : () => '', saying: SAYING, cut: (node, place) => cutAt(node, place, { scissors, allowance }) };
  const draw = (node: SyntaxNode): Declared => ({ at: node.startIndex, draw: () => documented(node, withClause(node, outlineOf(node, scissors, allowance)), documents) });
  const statements = named(root);
  const isModule = statements.some(({ type }) => type === 'export_statement' || type === 'import_statement');
  const exported = statements.filter((one) => isExported(one, isModule) || (!isModule && path.endsWith('.d.ts'))).map(draw);
  const local = statements.flatMap((one) => [...importsOf(one), ...namesOf(one).map((name) => [name, draw(one)] as const)]);
  const types = documents ? statements.filter((one) => one.type === 'comment' && TYPES.test(one.text)).map(typesOnly) : [];
  return { exported: [...exported, ...types], local: byName(local) };
}

/** A comment that only makes types belongs to nothing, and is exported. */
function typesOnly({ startIndex, text }: SyntaxNode): Declared {
  return { at: startIndex, draw: () => ({ text: jsdocTypes(text), names: new Set() }) };
}

function documented(node: SyntaxNode, outline: Outline, documents: boolean): Outline {
  const before = documents ? node.previousSibling : null;
  const types = before?.type === 'comment' && !TYPES.test(before.text) ? jsdocTypes(before.text) : '';
  return types === '' ? outline : { ...outline, text: `${types}\n${outline.text}` };
}

function isExported(statement: SyntaxNode, isModule: boolean): boolean {
  const { type } = statement;
  if (type === 'export_statement') return !followsOverload(field(statement, 'declaration'), statement);
  if (type === 'ambient_declaration') return !isModule || named(statement).some((one) => one.type === 'module' || one.type === 'statement_block');
  if (type !== 'expression_statement') return false;
  const [assigned = null] = named(statement);
  return assigned?.type === 'assignment_expression' && /^(?:module\s*\.\s*)?exports\b/.test(field(assigned, 'left')?.text ?? '');
}

/** The implementation of overloads is not one of them. */
function followsOverload(declaration: SyntaxNode | null, statement: SyntaxNode): boolean {
  if (declaration?.type !== 'function_declaration') return false;
  const before = statement.previousSibling;
  const other = before?.type === 'export_statement' ? field(before, 'declaration') : before;
  return other?.type === 'function_signature' && nameOf(other) === nameOf(declaration);
}

/** `export { a }` names what it exports. */
function withClause(node: SyntaxNode, outline: Outline): Outline {
  const clause = named(node).find(({ type }) => type === 'export_clause');
  if (clause === undefined || field(node, 'source') !== null) return outline;
  return { ...outline, names: new Set([...outline.names, ...named(clause).map(nameOf)]) };
}

function namesOf(statement: SyntaxNode): readonly string[] {
  switch (statement.type) {
    case 'lexical_declaration':
    case 'variable_declaration':
      return named(statement).map(nameOf);
    case 'ambient_declaration':
    case 'expression_statement':
      return named(statement).flatMap((one) => (one.type.startsWith('expression') ? [] : namesOf(one)));
    case 'function_declaration':
      return followsOverload(statement, statement) ? [] : [nameOf(statement)];
    default:
      return /(?:_declaration|_signature|module)$/.test(statement.type) ? [nameOf(statement)] : [];
  }
}

/** One line for each name that something is told of, whatever else the statement brings. */
function importsOf(statement: SyntaxNode): readonly (readonly [string, Declared])[] {
  if (statement.type !== 'import_statement') return [];
  const from = field(statement, 'source')?.text ?? '';
  const word = parts(statement).some(({ type }) => type === 'type') ? 'import type' : 'import';
  const line = (name: string, node: SyntaxNode, what: string): readonly [string, Declared] => {
    const text = `${word} ${what.replaceAll(/\s+/g, ' ')};`;
    return [name, { at: node.startIndex, draw: () => ({ text, names: new Set() }) }];
  };
  return named(statement).flatMap((clause) => {
    if (clause.type === 'import_require_clause') return [line(named(clause)[0]?.text ?? '', clause, clause.text)];
    return named(clause).flatMap((one) => {
      if (one.type === 'identifier') return [line(one.text, one, `${one.text} from ${from}`)];
      if (one.type === 'namespace_import') return [line(named(one)[0]?.text ?? '', one, `${one.text} from ${from}`)];
      return named(one).map((each) => line(field(each, 'alias')?.text ?? nameOf(each), each, `{ ${each.text} } from ${from}`));
    });
  });
}

interface At {
  readonly scissors: Scissors;
  readonly allowance: Allowance;
}

function cutAt(node: SyntaxNode, { field: fieldName, around }: Place, at: At): Cut | null {
  if (fieldName === 'body') return bodyCut(node, around);
  if (fieldName === 'value' && FIELDS.has(around)) return valueCut(node, at);
  if (node.type === 'class_static_block' || (MEMBERS.has(node.type) && isHidden(node))) return without(node);
  if (node.type === 'decorator' && around === 'class_body' && decoratesHidden(node)) return without(node);
  return around === 'statement_block' && INNER.has(node.type) && isInNamespace(node) ? without(node) : null;
}

function bodyCut(node: SyntaxNode, around: string): Cut | null {
  switch (around) {
    case 'function_declaration':
    case 'generator_function_declaration':
    case 'method_definition':
      return instead(node, node.parent?.parent?.type === 'object' ? ' {…}' : ';');
    case 'function_expression':
    case 'generator_function':
      return instead(node, node.parent?.parent?.type === 'export_statement' ? ';' : ' {…}');
    case 'arrow_function':
      return instead(node, ' …');
    default:
      return null;
  }
}

function valueCut(value: SyntaxNode, { scissors, allowance }: At): Cut | null {
  const type = field(value.parent, 'type');
  return type === null ? longValue(value, scissors, allowance) : { from: type.endIndex, to: value.endIndex, by: '' };
}

function isHidden(member: SyntaxNode): boolean {
  const name = field(member, 'name') ?? field(member, 'property');
  if (name?.type === 'private_property_identifier') return true;
  if (named(member).some((one) => one.type === 'accessibility_modifier' && one.text === 'private')) return true;
  const before = member.previousSibling?.type === ';' ? member.previousSibling.previousSibling : member.previousSibling;
  return member.type === 'method_definition' && before?.type === 'method_signature' && nameOf(before) === name?.text;
}

function decoratesHidden(decorator: SyntaxNode): boolean {
  let next = decorator.nextSibling;
  for (let left = DECORATORS; left > 0 && (next?.type === 'decorator' || next?.type === 'comment'); left -= 1) next = next.nextSibling;
  return next !== null && MEMBERS.has(next.type) && isHidden(next);
}

function isInNamespace({ parent }: SyntaxNode): boolean {
  const space = parent?.parent;
  if (space?.type !== 'internal_module' && space?.type !== 'module') return false;
  for (let around = space.parent; around !== null; around = around.parent) if (around.type === 'ambient_declaration') return false;
  return true;
}
