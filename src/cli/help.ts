/** Help, from the table of verbs. */

import { type ExitCode, exitMeanings } from './exit-codes.ts';
import { globalOptions } from './parse-args.ts';
import type { Option, Verb } from './verb.ts';

const width = 100;

export function programHelp(verbs: readonly Verb[]): string {
  return [
    'Usage: espalier VERB [ARGUMENTS] [OPTIONS]',
    '',
    'A frame on which code is grown: the agent proposes, the state machine disposes.',
    '',
    'Verbs:',
    ...pairs(verbs.filter(({ isHidden }) => isHidden !== true).map(({ name, summary }) => [name, summary])),
    '',
    'Options of every verb:',
    ...pairs(globalOptions.map(optionPair)),
    '',
    'State is kept in $XDG_STATE_HOME/espalier, or ~/.local/state/espalier.',
    '`espalier VERB --help` says more.',
    '',
  ].join('\n');
}

export function verbHelp(verb: Verb): string {
  const { arguments: takes, options, examples } = verb;
  return [
    `Usage: ${usage(verb)}`,
    '',
    sentence(verb.summary),
    ...verb.says.flatMap((text) => ['', ...wrap(text, width)]),
    ...(takes.length === 0 ? [] : ['', 'Arguments:', ...pairs(takes.map(({ name, says }) => [name, says]))]),
    '',
    'Options:',
    ...pairs([...options, ...globalOptions].map(optionPair)),
    '',
    'Examples:',
    ...examples.map((example) => `  espalier ${example}`),
    '',
    'Exit status:',
    ...pairs(exitsOf(verb).map((code) => [String(code), exitMeanings[code]])),
    '',
  ].join('\n');
}

/** The same for programs, under the names of the table. */
export function helpData(verb: Verb | null, verbs: readonly Verb[]): unknown {
  if (verb !== null) return verbData(verb);
  return {
    usage: 'espalier VERB [ARGUMENTS] [OPTIONS]',
    options: globalOptions.map(optionData),
    verbs: verbs.filter(({ isHidden }) => isHidden !== true).map(verbData),
    exits: Object.entries(exitMeanings).map(([code, means]) => ({ code: Number(code), means })),
  };
}

function verbData(verb: Verb): unknown {
  const { name, summary, says, arguments: takes, options, examples } = verb;
  return {
    verb: name, usage: usage(verb), summary, says,
    arguments: takes.map((one) => ({ name: one.name, says: one.says, optional: one.optional === true, many: one.many === true })),
    options: [...options, ...globalOptions].map(optionData),
    examples: examples.map((example) => `espalier ${example}`),
    exits: exitsOf(verb),
  };
}

function optionData({ name, value, says }: Option): unknown {
  return { name: `--${name}`, value: value ?? null, says };
}

export function usage({ name, arguments: takes, options }: Verb): string {
  const words = takes.map((one) => {
    const name = one.many === true ? `${one.name}…` : one.name;
    return one.optional === true ? `[${name}]` : name;
  });
  const choices = options.map((option) => `[${optionPair(option)[0]}]`);
  return ['espalier', name, ...words, ...choices].join(' ');
}

export function exitsOf({ exits }: Verb): readonly ExitCode[] {
  const all: readonly ExitCode[] = [0, 2, ...exits];
  return all.toSorted((a, b) => a - b);
}

export function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function optionPair({ name, value, says }: Option): readonly [string, string] {
  return [value === undefined ? `--${name}` : `--${name} ${value}`, says];
}

/** Names on the left, what they mean on the right. */
function pairs(rows: readonly (readonly [string, string])[]): readonly string[] {
  const left = Math.max(...rows.map(([name]) => name.length)) + 4;
  return rows.flatMap(([name, says]) => wrap(says, width - left).map((line, index) =>
    `${(index === 0 ? `  ${name}` : '').padEnd(left)}${line}`));
}

function wrap(text: string, most: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > most) {
      lines.push(line);
      line = '';
    }
    line += line === '' ? word : ` ${word}`;
  }
  return [...lines, line];
}
