/**
 * What a program asks of a model API, judged against its wire's law: what is not known is refused.
 *
 * Of the document itself each property is known by name. Below, `type` says what an object is, and each of its words is
 * known; names by which something remote, stored or uploaded is meant are refused wherever they are. What is opaque is the
 * program's own data (schemas and arguments of its tools), which the provider hands to the model and does nothing with.
 */

import type { WireRules } from './wire.ts';
import { isObject, type JsonObject, own, shown } from './json-document.ts';

/** Says what is wrong with a value, if anything is. */
export type Check = (value: unknown) => string | null;

export interface DocumentLaw {
  /** Properties of the document. `null` is the same as absent, in all of them. */
  readonly fields: Readonly<Record<string, Check>>;
  /** Words of `type`, anywhere; some with a condition. */
  readonly types: Readonly<Record<string, (part: JsonObject) => string | null>>;
  /** Words of `type` that have a date in them. */
  readonly datedTypes: RegExp | null;
  /** Names with a rule of their own, anywhere below the document; as `fold` makes them. */
  readonly names: Readonly<Record<string, Check>>;
  /** Whether other names are refused. */
  readonly onlyNames: boolean;
  /** What a name below the document is compared as, and one of the document's own. */
  readonly fold: (name: string) => string;
  readonly foldField: (name: string) => string;
  readonly opaque: ReadonlySet<string>;
  /** Tools that may be declared, and the types that come with each: one that is declared is passed whole. */
  readonly declarable: Readonly<Record<string, readonly string[]>>;
}

export interface JudgedDocument {
  /** What is wrong with it, if anything is. */
  readonly why: string | null;
  readonly asksProvider: boolean;
  /** Bytes of images above what one can cost. */
  readonly idleBytes: number;
}

interface Judging {
  readonly law: DocumentLaw;
  readonly declared: readonly string[];
  asksProvider: boolean;
  idleBytes: number;
}

/** Of an image: ten thousand tokens, more than any of them costs. */
const mostImageBytes = 30_000;

export function judgeDocument(document: JsonObject, law: DocumentLaw, { tools }: WireRules): JudgedDocument {
  const judging: Judging = { law, declared: tools.filter((tool) => Object.hasOwn(law.declarable, tool)), asksProvider: false, idleBytes: 0 };
  const why = twiceFault(document, law) ?? fieldsFault(document, judging);
  return { why, asksProvider: judging.asksProvider, idleBytes: judging.idleBytes };
}

function fieldsFault(document: JsonObject, judging: Judging): string | null {
  const { fields, foldField, opaque } = judging.law;
  for (const [name, value] of Object.entries(document)) {
    const field = foldField(name);
    const check = Object.hasOwn(fields, field) ? fields[field] : undefined;
    if (isDeclared(judging, field)) {
      judging.asksProvider = true;
      continue;
    }
    if (check === undefined) return `${shown(name)} is not known here, so that nobody can say what it costs or reaches`;
    const why = value === null ? null : check(value);
    if (why !== null) return `${shown(name)}: ${why}`;
    const below = opaque.has(field) ? null : partFault(value, judging);
    if (below !== null) return below;
  }
  return null;
}

function partFault(part: unknown, judging: Judging): string | null {
  if (Array.isArray(part)) return firstFault(part, (one) => partFault(one, judging));
  if (!isObject(part)) return null;
  const type = own(part, 'type');
  if (typeof type === 'string' && isDeclaredType(judging, type)) return null;
  const { law } = judging;
  judging.idleBytes += idleImageBytes(part);
  return twiceFault(part, law) ?? typeFault(part, law) ?? firstFault(Object.entries(part), ([name, value]) => namedFault(name, value, judging));
}

function namedFault(name: string, value: unknown, judging: Judging): string | null {
  const { names, onlyNames, opaque, fold } = judging.law;
  const folded = fold(name);
  if (isDeclared(judging, folded)) {
    judging.asksProvider = true;
    return null;
  }
  if (opaque.has(folded)) return null;
  const check = Object.hasOwn(names, folded) ? names[folded] : undefined;
  if (check === undefined && onlyNames) return `${shown(name)}: ${meaningOf(name) ?? 'it is not known here, so that nobody can say what it costs or reaches'}`;
  const why = value === null || check === undefined ? null : check(value);
  return why === null ? partFault(value, judging) : `${shown(name)}: ${why}`;
}

function typeFault(part: JsonObject, { types, datedTypes }: DocumentLaw): string | null {
  if (!Object.hasOwn(part, 'type')) return null;
  const type = own(part, 'type');
  if (typeof type !== 'string') return '"type": it is no word';
  const rule = Object.hasOwn(types, type) ? types[type] : undefined;
  const why = rule === undefined ? null : rule(part);
  if (why !== null) return `${shown(type)}: ${why}`;
  if (rule !== undefined || datedTypes?.test(type) === true) return null;
  return `${shown(type)}: ${meaningOf(type) ?? 'no such type is known here, so that nobody can say what it costs or reaches'}`;
}

/** A name in two spellings can be read in two ways. */
function twiceFault(part: JsonObject, { fold }: DocumentLaw): string | null {
  const names = Object.keys(part);
  if (new Set(names.map(fold)).size === names.length) return null;
  const twice = names.find((name, at) => names.findIndex((other) => fold(other) === fold(name)) < at) ?? '';
  return `${shown(twice)}: it is there twice`;
}

function isDeclared({ law, declared }: Judging, name: string): boolean {
  return declared.some((tool) => law.declarable[tool]?.includes(name) === true);
}

function isDeclaredType(judging: Judging, type: string): boolean {
  const isIt = isDeclared(judging, type.replace(/_\d{8}$/, ''));
  if (isIt) judging.asksProvider = true;
  return isIt;
}

/** What the words mean that are best known: a reason helps more than a rule. */
function meaningOf(word: string): string | null {
  if (/mcp|connector/i.test(word)) return 'a connector, which the provider would reach for it';
  if (/search|fetch|urlcontext|url_context|code_?(execution|interpreter)|image_?generation|maps|advisor|shell|computer|server_tool/i.test(word)) {
    return 'a tool that the provider would run, and it was not declared';
  }
  if (/^(url|file_?url|file_?uri)$/i.test(word)) return remote;
  if (/^file$|file_?(id|data)|upload/i.test(word)) return uploaded;
  return /reference/i.test(word) ? stored : null;
}

export const remote = 'a remote address, which the provider would fetch';
export const uploaded = 'a file that was uploaded before: what is in it cannot be seen here';
export const stored = 'something that the provider keeps: what is in it cannot be seen here';

function idleImageBytes(part: JsonObject): number {
  const media = own(part, 'media_type') ?? own(part, 'mimeType') ?? own(part, 'mime_type');
  let idle = 0;
  for (const [name, value] of Object.entries(part)) {
    if (typeof value !== 'string') continue;
    const isImage = value.startsWith('data:image/') || (name === 'data' && typeof media === 'string' && media.startsWith('image/'));
    if (isImage) idle += Math.max(0, value.length - mostImageBytes);
  }
  return idle;
}

function firstFault<T>(all: readonly T[], faultOf: (one: T) => string | null): string | null {
  for (const one of all) {
    const fault = faultOf(one);
    if (fault !== null) return fault;
  }
  return null;
}
