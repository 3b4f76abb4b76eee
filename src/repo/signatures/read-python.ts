/**
 * Python: what `__all__` lists, or else what begins without an underscore; classes with their members by the same rule
 * and their special methods; values as they are, since most have no types. What stands under a condition at the top of a
 * module or a class counts as well.
 */

import { limits } from '../../ports/limits.ts';
import { type Cut, longValue, type Outline, outlineOf, type Place, type Scissors, TooMuch } from './outline.ts';
import { byName, type Declared, type Reading, type Source } from './reading.ts';
import { field, nameOf, named, parts, type SyntaxNode } from './syntax-tree.ts';

const SAYING = new Set(['name', 'left', 'alias']);
const BLOCKS = new Set(['if_statement', 'else_clause', 'elif_clause', 'try_statement', 'except_clause', 'finally_clause', 'with_statement', 'block']);

export function readPython(root: SyntaxNode, { path, text, allowance }: Source): Reading {
  const scissors: Scissors = { source: text, saying: SAYING, cut: cutAt };
  const statements = statementsOf(root, 0);
  const listed = listedIn(statements);
  const isPublic = (name: string): boolean => (listed === null ? !name.startsWith('_') : listed.has(name));
  const isPackage = /(?:^|\/)__init__\.pyi?$/.test(path);
  const hidden = implementations(statements);
  const seen = statements.filter((node) => !hidden.has(node.startIndex));
  const declared = (node: SyntaxNode): Declared => ({ at: node.startIndex, draw: () => drawn(node, 0) });
  return {
    exported: seen.filter((node) => (listed === null ? sharedNames(node, isPackage) : namesOf(node)).some(isPublic)).map(declared),
    local: byName(seen.flatMap((node) => namesOf(node).map((name) => [name, declared(node)] as const))),
  };

  function drawn(node: SyntaxNode, depth: number): Outline {
    if (depth > limits.signatureNesting) throw new TooMuch(`it has more than ${limits.signatureNesting} classes within each other`);
    const own = indented(outlineOf(node, scissors, allowance), depth);
    const body = bodyOf(node);
    if (body === null) return own;
    const statements = statementsOf(body, 0);
    const hidden = implementations(statements);
    const members = statements.filter((one) => isMember(one) && !hidden.has(one.startIndex)).map((one) => drawn(one, depth + 1));
    if (members.length === 0) return { ...own, text: `${own.text} ...` };
    return { text: [own, ...members].map((one) => one.text).join('\n'), names: new Set([own, ...members].flatMap(({ names }) => [...names])) };
  }

  function cutAt(node: SyntaxNode, { field: fieldName, around }: Place): Cut | null {
    if (fieldName === 'body') return bodyCut(node);
    return fieldName === 'right' && around === 'assignment' ? longValue(node, scissors, allowance) : null;
  }
}

/** As deep as its class is, whatever conditions it stands under. */
function indented({ text, names }: Outline, depth: number): Outline {
  const lead = /^[ \t]*/.exec(text)?.[0] ?? '';
  const lines = text.split('\n').map((line) => (line.startsWith(lead) ? '    '.repeat(depth) + line.slice(lead.length) : line));
  return { text: lines.join('\n'), names };
}

/** A class keeps its colon and has its members told by themselves. */
function bodyCut(body: SyntaxNode): Cut | null {
  const colon = parts(body.parent).findLast(({ type, endIndex }) => type === ':' && endIndex <= body.startIndex);
  const from = colon?.startIndex ?? body.startIndex;
  switch (body.parent?.type) {
    case 'class_definition':
      return { from, to: body.endIndex, by: ':' };
    case 'function_definition':
      return { from, to: body.endIndex, by: ': ...' };
    case 'lambda':
      return { from, to: body.endIndex, by: ': …' };
    default:
      return null;
  }
}

function statementsOf(block: SyntaxNode, depth: number): readonly SyntaxNode[] {
  if (depth > limits.signatureNesting) throw new TooMuch(`it has more than ${limits.signatureNesting} conditions within each other`);
  return named(block).flatMap((node) => (BLOCKS.has(node.type) ? statementsOf(node, depth + 1) : [node]));
}

/** What is said by `__all__ = […]`, `__all__ += […]`; `null`: it is nowhere, or not plain. */
function listedIn(statements: readonly SyntaxNode[]): ReadonlySet<string> | null {
  const lists = statements.map(assigned).filter((one) => field(one, 'left')?.text === '__all__').map((one) => field(one, 'right'));
  if (lists.length === 0 || !lists.every((one) => one?.type === 'list' || one?.type === 'tuple')) return null;
  const strings = lists.flatMap(named).filter(({ type }) => type === 'string');
  return new Set(strings.map((one) => named(one).filter(({ type }) => type === 'string_content').map(({ text }) => text).join('')));
}

function assigned(statement: SyntaxNode): SyntaxNode | null {
  const [first] = statement.type === 'expression_statement' ? named(statement) : [];
  return first?.type === 'assignment' || first?.type === 'augmented_assignment' ? first : null;
}

function definitionOf(node: SyntaxNode): SyntaxNode {
  return node.type === 'decorated_definition' ? field(node, 'definition') ?? node : node;
}

function bodyOf(node: SyntaxNode): SyntaxNode | null {
  const definition = definitionOf(node);
  return definition.type === 'class_definition' ? field(definition, 'body') : null;
}

/** Without a list, what is imported is shared by a package from its own modules, or where `as` says the same name again. */
function sharedNames(node: SyntaxNode, isPackage: boolean): readonly string[] {
  if (!node.type.startsWith('import')) return namesOf(node);
  if (isPackage && field(node, 'module_name')?.type === 'relative_import') return namesOf(node);
  if (named(node).some(({ type }) => type === 'wildcard_import')) return ['*'];
  return named(node).filter((one) => one.type === 'aliased_import' && nameOf(one) === field(one, 'alias')?.text).map(nameOf);
}

function namesOf(node: SyntaxNode): readonly string[] {
  const definition = definitionOf(node);
  switch (definition.type) {
    case 'function_definition':
    case 'class_definition':
      return [nameOf(definition)];
    case 'import_statement':
    case 'import_from_statement':
      return definition.childrenForFieldName('name').map((one) => field(one, 'alias')?.text ?? one?.text ?? '');
    case 'type_alias_statement':
      return [/^[\p{L}_]\w*/u.exec(field(definition, 'left')?.text ?? '')?.[0] ?? ''];
    default:
      return assignedNames(assigned(node));
  }
}

function assignedNames(assignment: SyntaxNode | null): readonly string[] {
  const left = field(assignment, 'left');
  if (left === null || left.text === '__all__') return [];
  return left.type === 'identifier' ? [left.text] : named(left).filter(({ type }) => type === 'identifier').map(({ text }) => text);
}

function isMember(node: SyntaxNode): boolean {
  if (node.type.startsWith('import')) return false;
  return namesOf(node).some((name) => !name.startsWith('_') || /^__\w+__$/.test(name));
}

/** What comes after overloads of the same name is how they are done. */
function implementations(statements: readonly SyntaxNode[]): ReadonlySet<number> {
  const isOverload = (node: SyntaxNode | undefined): boolean => named(node ?? null).some((one) => one.type === 'decorator' && /^@(?:\w+\.)*overload$/.test(one.text));
  const found = statements.filter((node, at) => {
    const before = statements[at - 1];
    return before !== undefined && isOverload(before) && !isOverload(node) && nameOf(definitionOf(before)) === nameOf(definitionOf(node)) && definitionOf(node).type === 'function_definition';
  });
  return new Set(found.map(({ startIndex }) => startIndex));
}
