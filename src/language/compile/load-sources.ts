/**
 * The entry and what it includes: each file read and parsed once, the entry first.
 *
 * Includes are followed depth first, so that a cycle is named with the chain of files that makes it.
 */
import { quoted } from '../../kernel/phrase.ts';
import { limits } from '../../ports/limits.ts';
import type { Finding } from '../diagnostics/diagnostic.ts';
import { anything } from '../lower/losses.ts';
import type { Lowering, ParsedFile, Site } from '../lower/lowering.ts';
import { report } from '../lower/lowering.ts';
import { parse } from '../syntax/parse.ts';
import type { Block, Span, Value } from '../syntax/tree.ts';
import { ownSetting, personsSetting, personsWords } from '../lower/persons-own-words.ts';
import { keyHider } from './hide-keys.ts';
import { recipeEntry, recipeOf, resolveName } from './source-name.ts';
import type { Texts } from './texts.ts';
import { badIn, whyNot } from './texts.ts';

/** What the parser found, and how much more it counted and did not keep. */
export interface Unread {
  readonly findings: Finding[];
  more: number;
}

export interface Loader {
  readonly texts: Texts;
  readonly lowering: Lowering;
  readonly unread: Unread;
}

const start: Span = { start: 0, end: 0 };

export function loadSources(loader: Loader, entry: string): readonly ParsedFile[] {
  const loaded = new Map<string, ParsedFile>();
  const site = siteOf(loader, entry);
  load({ loader, loaded, chain: [entry] }, { site, span: start });
  return [...loaded.values()];
}

/** One file alone: a person's own configuration. */
export function loadOne(loader: Loader, name: string): ParsedFile | null {
  const site = siteOf(loader, name);
  const text = textOf(loader, name, { site, span: start });
  return text === null ? null : parsed(loader, site, { text, isOwn: true });
}

/** The entry's text as it is, for another notation. */
export function loadText(loader: Loader, name: string): { readonly file: string; readonly text: string } | null {
  const site = siteOf(loader, name);
  const text = textOf(loader, name, { site, span: start });
  return text === null ? null : { file: site.file, text };
}

interface Loading {
  readonly loader: Loader;
  readonly loaded: Map<string, ParsedFile>;
  /** The files from the entry to this one. */
  readonly chain: readonly string[];
}

/** Where a file was asked for. */
interface Asked {
  readonly site: Site;
  readonly span: Span;
}

function load({ loader, loaded, chain }: Loading, asked: Asked): void {
  const name = chain.at(-1) ?? '';
  const text = textOf(loader, name, asked);
  if (text === null) return;
  const site = siteOf(loader, name);
  const file = parsed(loader, site, { text, isOwn: false });
  loaded.set(name, file);
  for (const block of file.tree.blocks) {
    if (block.keyword.text !== 'include') continue;
    const included = nameIn(site, block);
    if (included !== null) include({ loader, loaded, chain: [...chain, included] }, { site, span: block.span });
  }
}

function include(loading: Loading, asked: Asked): void {
  const { loaded, chain, loader } = loading;
  const name = chain.at(-1) ?? '';
  const before = chain.slice(0, -1);
  if (before.includes(name)) {
    const around = [...before.slice(before.indexOf(name)), name].map((one) => loader.texts.shown(one));
    report(asked.site, {
      kind: 'include-cycle', span: asked.span, message: `files include each other: ${around.join(' → ')}`,
      hint: 'leave one of these includes out',
    });
    return;
  }
  if (loaded.has(name)) return;
  const characters = [...loaded.keys()].reduce((sum, one) => sum + lengthOf(loader, one), lengthOf(loader, name));
  if (loaded.size >= limits.includedFiles || characters > limits.includedCharacters) {
    const message = `${quoted(loader.texts.shown(name))} is one file too many`;
    const hint = `at most ${limits.includedFiles} files are compiled, and ${limits.includedCharacters} characters`;
    report(asked.site, { kind: 'too-many-files', span: asked.span, message, hint });
    return;
  }
  load(loading, asked);
}

function lengthOf({ texts }: Loader, name: string): number {
  const read = texts.read(name);
  return read.ok ? read.text.length : 0;
}

function textOf({ texts, lowering }: Loader, name: string, { site, span }: Asked): string | null {
  const read = texts.read(name);
  if (read.ok) return read.text;
  lowering.losses.add('', [anything]);
  const recipe = recipeOf(name);
  if (recipe !== null && read.why === 'missing') {
    const near = 'one that ships with Espalier, such as `develop`';
    report(site, { kind: 'unknown-recipe', span, message: `there is no recipe ${quoted(recipe)}`, hint: near });
    return null;
  }
  const [kind, words, hint] = whyNot[read.why];
  const bad = badIn(read);
  const message = `${quoted(texts.shown(name))} ${words}`;
  report(bad === null ? site : siteOf({ texts, lowering }, name), { kind, span: bad ?? span, message, hint });
  return null;
}

function siteOf({ texts, lowering }: Omit<Loader, 'unread'>, name: string): Site {
  const file = texts.shown(name);
  const site: Site = {
    lowering, file,
    nameOf: (said, span) => {
      const resolved = resolveName(name, said);
      if (resolved !== null) return resolved;
      const [kind, words, hint] = whyNot.outside;
      report(site, { kind, span, message: `${quoted(said)} ${words}`, hint });
      return '';
    },
  };
  return site;
}

/** The name of what a block includes. */
function nameIn(site: Site, block: Block): string | null {
  const values: readonly Value[] = [...(block.name === null ? [] : [block.name]), ...block.head];
  const [first, second] = values;
  if (first?.kind === 'text') {
    const name = site.nameOf(first.value, first.span);
    return name === '' ? null : name;
  }
  if (first?.kind === 'word' && first.text === 'recipe' && second?.kind === 'word') return recipeEntry(second.text);
  site.lowering.losses.add('', [anything]);
  const hint = '`include "parts/review.esp"` or `include recipe develop`';
  report(site, { kind: 'value-of-wrong-shape', span: block.span, message: '`include` cannot be read here', hint });
  return null;
}

/** A word of the person's own that no version has yet is not merely unknown: it is in the wrong file. */
function parsed({ unread }: Loader, site: Site, { text, isOwn }: { readonly text: string; readonly isOwn: boolean }): ParsedFile {
  const { tree, findings, more } = parse({ file: site.file, text });
  unread.more += more;
  const hide = isOwn ? keyHider(text) : null;
  for (const found of findings) {
    const finding = hide === null ? found : hide(found);
    const word = text.slice(finding.span.start, finding.span.end);
    const isPersons = finding.kind === 'unknown-keyword' && personsWords.includes(word);
    const said = isOwn ? ownSetting(word, finding) : { ...personsSetting(word), file: site.file, span: finding.span };
    unread.findings.push(isPersons ? said : finding);
  }
  return { site, tree };
}
