/**
 * Reads what the clauses of a block say, and notes where each property of the plan was said.
 *
 * A clause of the wrong shape is a finding here too, so that nothing that was written is ever left
 * out in silence; where the parser has said so already, the compiler keeps only the parser's word.
 */
import { listed } from '../../kernel/phrase.ts';
import type { FindingKind } from '../compile/finding-kinds.ts';
import type { Block, Clause, Quoted, Span, Value, Word } from '../syntax/tree.ts';
import type { Site } from './lowering.ts';
import { report } from './lowering.ts';
import type { Measure } from './numeral.ts';
import { readDecimal, readNumeral } from './numeral.ts';

/** Entries of a list of names, and of texts, as the plan's schema has them. */
const maxNames = 64;
const maxTexts = 1_000;
const maxText = 64_000;

export class BlockReader {
  readonly site: Site;
  readonly block: Block;
  /** Of what the block becomes in the plan. */
  readonly path: string;
  readonly #clauses = new Map<string, Clause>();

  constructor(site: Site, block: Block, path: string) {
    this.site = site;
    this.block = block;
    this.path = path;
    this.place('', block.name?.span ?? block.keyword.span);
    if (block.name !== null) this.place('name', block.name.span);
    if (block.broken) site.lowering.losses.add(path, block.lost ?? []);
    for (const entry of block.entries) {
      if (entry.kind === 'clause' && !this.#clauses.has(entry.key.text)) this.#clauses.set(entry.key.text, entry);
    }
  }

  clause(key: string): Clause | undefined {
    return this.#clauses.get(key);
  }

  place(property: string, span: Span): void {
    const path = property === '' ? this.path : `${this.path}/${property}`;
    this.site.lowering.places.set(path, { file: this.site.file, span });
  }

  say(kind: FindingKind, span: Span, words: { readonly message: string; readonly hint?: string }): void {
    report(this.site, { kind, span, ...words });
  }

  /** Says that a clause, or the block's head, is not what is wanted there. */
  misshapen(span: Span, hint: string): void {
    this.#lose(span);
    this.say('value-of-wrong-shape', span, { message: `\`${this.block.keyword.text}\` cannot be read here`, hint });
  }

  /** What stands between the block's keyword and its brace, besides its name. */
  head(): readonly Value[] {
    return this.block.head;
  }

  /** The block's one text: a gate's command, a source's. */
  headText(property: string): string {
    const [first] = this.block.head;
    if (first?.kind !== 'text') {
      this.misshapen(this.block.keyword.span, 'a text in quotes after the name');
      return '';
    }
    return this.textOf(first, property);
  }

  text(key: string, property: string = key): string | undefined {
    const clause = this.clause(key);
    const [first] = clause?.values ?? [];
    if (clause === undefined) return undefined;
    if (first?.kind !== 'text') return this.#not(clause, `\`${key}\` and a text in quotes`);
    return this.textOf(first, property);
  }

  textOf(value: Quoted, property: string): string {
    this.place(property, value.span);
    if (value.value.length <= maxText) return value.value;
    const message = `the text has ${value.value.length} characters, more than ${maxText}`;
    this.say('text-too-long', value.span, { message, hint: 'keep long texts in files of their own' });
    return value.value.slice(0, maxText);
  }

  name(key: string, property: string = key): string | undefined {
    const clause = this.clause(key);
    const [first] = clause?.values ?? [];
    if (clause === undefined) return undefined;
    if (first?.kind !== 'word') return this.#not(clause, `\`${key}\` and a name`);
    this.place(property, first.span);
    return first.text;
  }

  /** One of a few words. */
  word<const W extends string>(key: string, words: readonly W[], property: string = key): W | undefined {
    const said = this.name(key, property);
    const clause = this.clause(key);
    if (said === undefined || clause === undefined) return undefined;
    const word = words.find((one) => one === said);
    return word ?? this.#not(clause, `\`${key}\` and one of ${listed(words)}`);
  }

  number(key: string, measure: Measure, property: string = key): number | undefined {
    const clause = this.clause(key);
    const [first] = clause?.values ?? [];
    if (clause === undefined) return undefined;
    if (first === undefined) return this.#not(clause, `\`${key}\` and a number`);
    return this.numberOf(first, measure, property);
  }

  numberOf(value: Value, measure: Measure, property: string): number | undefined {
    this.place(property, value.span);
    const read = value.kind === 'number' ? readNumeral(value.text, measure) : null;
    if (read?.ok === true) return read.value;
    this.#lose(value.span);
    if (read === null) this.misshapen(value.span, 'a number');
    else this.say(read.kind, value.span, { message: read.message, hint: read.hint });
    return undefined;
  }

  /** A number that need not be whole. */
  decimal(key: string, property: string = key): number | undefined {
    const clause = this.clause(key);
    const [first] = clause?.values ?? [];
    if (clause === undefined) return undefined;
    const value = first?.kind === 'number' ? readDecimal(first.text) : null;
    if (first === undefined || value === null) return this.#not(clause, `\`${key}\` and a number without a unit`);
    this.place(property, first.span);
    return value;
  }

  names(key: string, property: string = key): readonly string[] | undefined {
    const clause = this.clause(key);
    return clause === undefined ? undefined : this.namesOf(clause.values, property, clause.span);
  }

  namesOf(values: readonly Value[], property: string, span: Span): readonly string[] {
    const words = flat(values);
    this.place(property, span);
    const names: string[] = [];
    for (const word of this.#most(words, maxNames, span)) {
      if (word.kind !== 'word') this.misshapen(word.span, 'names, with commas between them');
      else {
        this.place(itemOf(property, names.length), word.span);
        names.push(word.text);
      }
    }
    // An empty list was said, and is judged; only of what was left out nothing is known.
    if (values.length === 0) this.#lose(span);
    return names;
  }

  texts(key: string, property: string = key): readonly string[] | undefined {
    const clause = this.clause(key);
    return clause === undefined ? undefined : this.textsOf(clause.values, property, clause.span);
  }

  textsOf(values: readonly Value[], property: string, span: Span): readonly string[] {
    const items = flat(values);
    this.place(property, span);
    const texts: string[] = [];
    for (const item of this.#most(items, maxTexts, span)) {
      if (item.kind !== 'text') this.misshapen(item.span, 'texts in quotes, with commas between them');
      else texts.push(this.textOf(item, itemOf(property, texts.length)));
    }
    return texts;
  }

  /** Names of files, as the plan has them. */
  files(key: string, property: string = key): readonly string[] | undefined {
    const clause = this.clause(key);
    if (clause === undefined) return undefined;
    const spans = flat(clause.values).map(({ span }) => span);
    const names = this.texts(key, property)?.map((said, at) => this.fileName(said, spans[at] ?? clause.span));
    return names?.filter((name) => name !== '');
  }

  file(key: string, property: string = key): string | undefined {
    const said = this.text(key, property);
    const clause = this.clause(key);
    return said === undefined || clause === undefined ? undefined : this.fileName(said, clause.values[0]?.span ?? clause.span);
  }

  /** The plan's name for a file; empty, and the block broken, when it is none. */
  fileName(said: string, span: Span): string {
    const name = this.site.nameOf(said, span);
    if (name === '') this.#lose(span);
    return name;
  }

  /** A property that the block must have: `words` say what is missing. */
  needed<T>(value: T | undefined, words: { readonly message: string; readonly hint: string }): T | undefined {
    if (value === undefined && !this.block.broken) {
      this.site.lowering.losses.add(this.path, ['needed']);
      this.say('setting-missing', this.block.name?.span ?? this.block.keyword.span, words);
    }
    return value;
  }

  #not(clause: Clause, hint: string): undefined {
    this.#lose(clause.span);
    const message = `\`${clause.key.text}\` is not followed by what belongs there`;
    this.say('value-of-wrong-shape', clause.span, { message, hint });
    return undefined;
  }

  #most(values: readonly Value[], most: number, span: Span): readonly Value[] {
    if (values.length <= most) return values;
    this.#lose(span);
    this.say('too-many', span, { message: `the list has ${values.length} entries`, hint: `at most ${most}` });
    return [];
  }

  /** By the keyword of what says it: what else the block says is known. */
  #lose(span: Span): void {
    const clause = this.block.entries.find((entry) => entry.span.start <= span.start && span.start < entry.span.end);
    const word = clause?.kind === 'clause' ? clause.key.text : this.block.keyword.text;
    this.site.lowering.losses.add(this.path, [word]);
  }
}

/** The values of a list, with or without brackets. */
export function flat(values: readonly Value[]): readonly Value[] {
  return values.flatMap((value) => (value.kind === 'list' ? value.items : [value]));
}

function itemOf(property: string, at: number): string {
  return property === '' ? String(at) : `${property}/${at}`;
}

/** The words among values, where keywords and names take turns. */
export function wordsOf(values: readonly Value[]): readonly Word[] {
  return values.filter((value) => value.kind === 'word');
}
