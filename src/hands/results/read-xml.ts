/**
 * A strict reader of the XML that tools write results in: elements, attributes, text, CDATA, comments, processing
 * instructions, the five named entities and the numeric ones.
 *
 * Own, because what is wanted of it is mostly what it refuses: a DOCTYPE, and with it every entity that somebody declares,
 * expands or fetches; what is not well-formed; what is deeper, wider or longer than the limits. It reads each character once.
 */

import { resultLimits } from './result-limits.ts';

export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** The text directly in it, in one. */
  readonly text: string;
}

export type ReadXml = { readonly ok: true; readonly root: XmlElement } | { readonly ok: false; readonly why: string };

interface Open extends XmlElement {
  readonly children: Open[];
  text: string;
}

class XmlFault extends Error {}

export function readXml(text: string): ReadXml {
  try {
    return { ok: true, root: new XmlReader(text).read() };
  } catch (fault) {
    if (fault instanceof XmlFault) return { ok: false, why: fault.message };
    throw fault;
  }
}

const nameAt = /[\p{L}_:][\p{L}\p{N}_:.-]*/uy;
const attributeAt = /\s+([\p{L}_:][\p{L}\p{N}_:.-]*)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/uy;
const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const nameCharacters = 200;

class XmlReader {
  private readonly text: string;
  private readonly stack: Open[] = [];
  private root: Open | undefined;
  private elements = 0;
  private at = 0;

  constructor(text: string) {
    this.text = text;
  }

  read(): XmlElement {
    while (this.at < this.text.length) {
      const next = this.text.indexOf('<', this.at);
      this.addText(this.text.slice(this.at, next === -1 ? undefined : next), true);
      if (next === -1) break;
      this.at = next;
      this.readMarkup();
    }
    const open = this.stack.at(-1);
    if (open !== undefined) throw new XmlFault(`it ends inside <${open.name}>`);
    if (this.root === undefined) throw new XmlFault('there is no XML element in it');
    return this.root;
  }

  private readMarkup(): void {
    if (this.starts('<!--')) this.until('-->');
    else if (this.starts('<![CDATA[')) this.addText(this.until(']]>').slice('<![CDATA['.length), false);
    else if (this.starts('<!')) throw this.fault('a declaration (DOCTYPE) is not read');
    else if (this.starts('<?')) this.readInstruction();
    else if (this.starts('</')) this.close();
    else this.open();
  }

  private readInstruction(): void {
    const encoding = /^<\?xml\s[^>]*?encoding\s*=\s*["']([\w.-]+)["']/.exec(this.until('?>').slice(0, nameCharacters))?.[1];
    if (encoding !== undefined && !/^(?:utf-?8|us-ascii)$/i.test(encoding)) throw this.fault(`the encoding ${encoding} is not read, only UTF-8`);
  }

  private open(): void {
    this.at += 1;
    const name = this.match(nameAt)?.[0];
    if (name === undefined || name.length > nameCharacters) throw this.fault('no name of an element');
    const attributes = this.readAttributes();
    this.match(/\s*/y);
    const isEmpty = this.starts('/>');
    if (!isEmpty && !this.starts('>')) throw this.fault(`<${name}> does not end`);
    this.at += isEmpty ? 2 : 1;
    this.add({ name, attributes, children: [], text: '' }, isEmpty);
  }

  private add(element: Open, isEmpty: boolean): void {
    this.elements += 1;
    if (this.elements > resultLimits.elements) throw new XmlFault(`there are more than ${resultLimits.elements} elements in it`);
    if (this.stack.length >= resultLimits.depth) throw new XmlFault(`its elements lie deeper than ${resultLimits.depth}`);
    const parent = this.stack.at(-1);
    if (parent === undefined && this.root !== undefined) throw this.fault('a second outermost element');
    if (parent === undefined) this.root = element;
    else parent.children.push(element);
    if (!isEmpty) this.stack.push(element);
  }

  private readAttributes(): ReadonlyMap<string, string> {
    const attributes = new Map<string, string>();
    for (let found = this.match(attributeAt); found !== null; found = this.match(attributeAt)) {
      const [, name = '', double, single] = found;
      if (attributes.has(name)) throw this.fault(`the attribute ${name} stands twice`);
      if (attributes.size >= resultLimits.attributes) throw this.fault(`more than ${resultLimits.attributes} attributes`);
      attributes.set(name, this.decoded(double ?? single ?? ''));
    }
    return attributes;
  }

  private close(): void {
    this.at += 2;
    const name = this.match(nameAt)?.[0] ?? '';
    this.match(/\s*/y);
    const open = this.stack.pop();
    if (open === undefined || open.name !== name || !this.starts('>')) throw this.fault(`</${name}> closes nothing that is open`);
    this.at += 1;
  }

  private addText(raw: string, isEncoded: boolean): void {
    const parent = this.stack.at(-1);
    if (parent !== undefined) parent.text += isEncoded ? this.decoded(raw) : raw;
    else if (raw.replace('\uFEFF', '').trim() !== '') throw this.fault('text outside the outermost element');
  }

  private decoded(raw: string): string {
    return raw.includes('&') ? raw.replaceAll(/&([^;&\s]{0,12});?/g, (whole, name: string) => this.entity(whole, name)) : raw;
  }

  private entity(whole: string, name: string): string {
    const plain = Object.hasOwn(named, name) ? named[name] : undefined;
    if (plain !== undefined && whole.endsWith(';')) return plain;
    const [, hex, decimal] = /^#(?:x([0-9a-f]{1,6})|(\d{1,7}))$/i.exec(name) ?? [];
    const point = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    const isCharacter = point > 0 && point <= 0x10_ff_ff && !(point >= 0xd8_00 && point <= 0xdf_ff);
    if (!whole.endsWith(';') || !isCharacter) throw this.fault(`the entity ${whole} is not read`);
    return String.fromCodePoint(point);
  }

  private starts(mark: string): boolean {
    return this.text.startsWith(mark, this.at);
  }

  private until(mark: string): string {
    const end = this.text.indexOf(mark, this.at);
    if (end === -1) throw this.fault(`no ${mark} ends what begins here`);
    const found = this.text.slice(this.at, end);
    this.at = end + mark.length;
    return found;
  }

  private match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found !== null) this.at = pattern.lastIndex;
    return found;
  }

  private fault(what: string): XmlFault {
    let line = 1;
    for (let end = this.text.indexOf('\n'); end !== -1 && end < this.at; end = this.text.indexOf('\n', end + 1)) line += 1;
    return new XmlFault(`line ${line}: ${what}`);
  }
}
