/**
 * `provider NAME { speaks messages  url "https://…"  key env "NAME" }`, and `registry` in the same form.
 *
 * No finding quotes what may hold a secret: somebody may have written the key itself where its place belongs.
 */
import { isName, nameRule } from '../../kernel/name.ts';
import { listed, quoted } from '../../kernel/phrase.ts';
import type { KeySource, Provider, Registry, Upstream } from '../../ports/provider.ts';
import { registryKinds, wireNames } from '../../ports/provider.ts';
import type { Value } from '../syntax/tree.ts';
import type { BlockReader } from './block-reader.ts';
import { flat } from './block-reader.ts';

export function lowerProvider(read: BlockReader, name: string, into: Provider[]): void {
  lowerUpstream(read, { name, kinds: wireNames }, into);
}

export function lowerRegistry(read: BlockReader, name: string, into: Registry[]): void {
  lowerUpstream(read, { name, kinds: registryKinds }, into);
}

interface Named<Speech> {
  readonly name: string;
  readonly kinds: readonly Speech[];
}

function lowerUpstream<Speech extends string>(read: BlockReader, { name, kinds }: Named<Speech>, into: Upstream<Speech>[]): void {
  const of = read.block.keyword.text;
  sayName(read, name, into);
  const speaks = speechOf(read, kinds);
  const url = urlOf(read);
  const isOpen = of === 'registry' && read.clause('key') === undefined;
  const key = isOpen ? null : keyOf(read);
  read.needed(speaks, { message: `${quoted(of)} ${quoted(name)} does not say what it speaks`, hint: `\`speaks\` and some of ${listed(kinds)}` });
  read.needed(url, { message: `${quoted(of)} ${quoted(name)} has no address`, hint: '`url "https://…"`' });
  read.needed(key, { message: `${quoted(of)} ${quoted(name)} has no key`, hint: '`key env "NAME"`, `key file "~/…"` or `key command "…"`' });
  sayTwice(read, speaks ?? [], into);
  if (speaks === undefined || url === undefined || url === null || key === undefined) return;
  into.push({ name, speaks, url, keys: key === null ? [] : [key] });
}

function sayName(read: BlockReader, name: string, before: readonly { readonly name: string }[]): void {
  const span = read.block.name?.span ?? read.block.keyword.span;
  const of = read.block.keyword.text;
  if (!isName(name)) read.say('bad-name', span, { message: `${quoted(name)} is no name`, hint: nameRule });
  if (before.some((one) => one.name === name)) read.say('duplicate-name', span, { message: `more than one ${of} is named ${quoted(name)}`, hint: 'give each a name of its own' });
}

function speechOf<Speech extends string>(read: BlockReader, kinds: readonly Speech[]): readonly Speech[] | undefined {
  const clause = read.clause('speaks');
  const words = flat(clause?.values ?? []).flatMap((value) => (value.kind === 'word' ? [value.text] : []));
  const known = kinds.filter((kind) => words.includes(kind));
  return known.length === 0 ? undefined : known;
}

/** Two that answer the same question: nobody could say which is asked. */
function sayTwice(read: BlockReader, speaks: readonly string[], before: readonly Upstream<string>[]): void {
  const other = before.find((one) => one.speaks.some((kind) => speaks.includes(kind)));
  if (other === undefined) return;
  const both = other.speaks.filter((kind) => speaks.includes(kind));
  const span = read.clause('speaks')?.span ?? read.block.span;
  read.say('said-twice', span, { message: `${listed(both)} is what ${quoted(other.name)} speaks already`, hint: `let one ${read.block.keyword.text} speak it` });
}

/** `null`: it was said, and is none. */
function urlOf(read: BlockReader): URL | null | undefined {
  const value = textIn(read.clause('url')?.values ?? []);
  if (value === undefined) return undefined;
  const url = URL.canParse(value.value) ? new URL(value.value) : null;
  const fault = url === null ? 'is no URL' : faultOf(url, read.block.keyword.text);
  if (fault === null) return url;
  read.say('bad-url', value.span, { message: `the address of ${quoted(read.block.name?.text ?? '')} ${fault}`, hint: 'as in `url "https://models.example.com/v2"`; a provider may also be this machine itself, as in `url "http://127.0.0.1:8080"`' });
  return null;
}

/** A key in it would be shown with it; a question or a fragment in it would be in the way of every path. */
function faultOf({ protocol, hostname, username, password, search, hash }: URL, of: string): string | null {
  if (username !== '' || password !== '') return 'has a name or a password in it, which belong into its `key`';
  if (search !== '' || hash !== '') return 'has a `?` or a `#`';
  // No sandbox can name the host that it would have to reach.
  if (of === 'registry' && isLoopback(hostname)) return 'is of this machine itself, which no sandbox reaches';
  if (protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname))) return null;
  return protocol === 'http:' ? 'is of `http`, where everybody on the way reads the key' : 'is not of `https`';
}

/** As `URL` writes them. */
function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

function keyOf(read: BlockReader): KeySource | null | undefined {
  const values = read.clause('key')?.values ?? [];
  const [how] = values;
  const said = textIn(values);
  if (how?.kind !== 'word' || said === undefined) return undefined;
  const source = sourceOf(how.text, said.value);
  if (source !== null) return source;
  read.say('bad-key-place', said.span, { message: `the key of ${quoted(read.block.name?.text ?? '')} is in no place that could be`, hint: placeHint });
  return null;
}

const placeHint = '`env` and the name of a variable in capitals, `file` and a path that begins with `/` or `~/`, or `command` and what prints it; never the key itself';

function sourceOf(how: string, text: string): KeySource | null {
  switch (how) {
    case 'env': return /^[A-Z_][A-Z0-9_]{0,63}$/.test(text) ? { from: 'env', name: text } : null;
    case 'file': return /^(\/|~\/)/.test(text) && !text.includes('\0') ? { from: 'file', path: text } : null;
    case 'command': return text.trim() === '' || text.includes('\0') ? null : { from: 'command', command: text };
    default: return null;
  }
}

function textIn(values: readonly Value[]): Extract<Value, { readonly kind: 'text' }> | undefined {
  return values.find((value) => value.kind === 'text');
}
