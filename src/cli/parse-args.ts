/**
 * Reads a command line against the table of verbs.
 *
 * Options are long, `--to 12` or `--to=12`, anywhere after the verb; `--` ends them. The global
 * ones may stand before the verb as well. What is unknown is an error that names what was
 * likely meant.
 */

import { nearestWords } from '../compose/nearest-word.ts';
import { UsageError } from './usage-error.ts';
import type { Call, Option, Verb } from './verb.ts';

export const globalOptions: readonly Option[] = [
  { name: 'help', says: 'say how the program or a verb is used, and stop' },
  { name: 'version', says: 'say which version this is, and stop' },
  { name: 'json', says: 'write data as JSON to standard output' },
];

export type Parsed =
  | { readonly kind: 'help'; readonly verb: Verb | null; readonly isJson: boolean }
  | { readonly kind: 'version'; readonly isJson: boolean }
  | { readonly kind: 'call'; readonly verb: Verb; readonly call: Call };

export function parseArgs(args: readonly string[], verbs: readonly Verb[]): Parsed {
  const words: string[] = [];
  const options = new Map<string, string>();
  let verb: Verb | null = null;
  let isOver = false;
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? '';
    if (!isOver && arg === '--') isOver = true;
    else if (!isOver && arg.length > 1 && arg.startsWith('-')) {
      at += readOption({ arg, next: args[at + 1] }, optionsOf(verb), options);
    } else if (verb === null) verb = verbOf(arg, verbs);
    else words.push(arg);
  }
  const isJson = options.has('json');
  if (options.has('help')) return { kind: 'help', verb, isJson };
  if (options.has('version')) return { kind: 'version', isJson };
  if (verb === null) return { kind: 'help', verb, isJson };
  checkWords(verb, words);
  return { kind: 'call', verb, call: { arguments: words, options, isJson } };
}

function optionsOf(verb: Verb | null): readonly Option[] {
  return verb === null ? globalOptions : [...verb.options, ...globalOptions];
}

/** Returns how many further arguments it took. */
function readOption(found: { arg: string; next: string | undefined }, known: readonly Option[], into: Map<string, string>): 0 | 1 {
  const { arg, next } = found;
  const equals = arg.indexOf('=');
  const given = equals < 0 ? arg : arg.slice(0, equals);
  const option = known.find(({ name }) => given === `--${name}` || (given === '-h' && name === 'help'));
  if (option === undefined) throw new UsageError(`There is no option ${given}.${meant(given, known.map(({ name }) => `--${name}`))}`);
  if (into.has(option.name)) throw new UsageError(`Option --${option.name} is given twice.`);
  if (option.value === undefined) {
    if (equals >= 0) throw new UsageError(`Option --${option.name} takes no value.`);
    into.set(option.name, '');
    return 0;
  }
  const value = equals < 0 ? next : arg.slice(equals + 1);
  if (value === undefined || value === '') throw new UsageError(`Option --${option.name} needs a value: --${option.name} ${option.value}.`);
  into.set(option.name, value);
  return equals < 0 ? 1 : 0;
}

function verbOf(word: string, verbs: readonly Verb[]): Verb {
  const verb = verbs.find(({ name }) => name === word);
  if (verb !== undefined) return verb;
  const shown = verbs.filter(({ isHidden }) => isHidden !== true).map(({ name }) => name);
  throw new UsageError(`There is no verb ${word}.${meant(word, shown) || ' `espalier --help` lists those there are.'}`);
}

function checkWords(verb: Verb, words: readonly string[]): void {
  const missing = verb.arguments.find(({ optional }, index) => optional !== true && words[index] === undefined);
  if (missing !== undefined) throw new UsageError(`${verb.name} needs ${missing.name}: ${missing.says}.`);
  const surplus = verb.arguments.at(-1)?.many === true ? undefined : words[verb.arguments.length];
  if (surplus === undefined) return;
  const takes = verb.arguments.length === 0 ? 'no argument' : verb.arguments.map(({ name }) => name).join(' ');
  throw new UsageError(`${verb.name} takes ${takes}; ${surplus} is one too many.`);
}

function meant(word: string, known: readonly string[]): string {
  const [near] = nearestWords(word, known);
  return near === undefined ? '' : ` Did you mean ${near}?`;
}

/** A whole number that an option gives; `null` where it is not given. */
export function wholeOption({ options }: Call, name: string): number | null {
  const text = options.get(name);
  if (text === undefined) return null;
  const value = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(value)) return value;
  const why = /^\d+$/.test(text) ? 'is too large' : 'is none';
  throw new UsageError(`Option --${name} needs a whole number, 0 or more; ${text} ${why}.`);
}
