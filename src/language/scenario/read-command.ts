/** One line of a scenario as a command to the brain: `lease h1`, `report h1 green`, `answer ada q1 approved`. */

import type { Command } from '../../kernel/command.ts';
import type { Order } from '../../kernel/rows.ts';
import { makeFacts } from './make-facts.ts';
import { readAmount, readDollars, readDurationMs } from './quantities.ts';
import { Slip, Words, wholeOf } from './words.ts';
import type { World } from './world.ts';

/** A command but for its id and time. */
type Plain<C = Command> = C extends Command ? Omit<C, 'id' | 'at'> : never;

type Reader = (world: World, words: Words) => Plain;

/** Null: not a command of the brain, but perhaps one of the scenario itself. */
export function readCommand(world: World, line: string): Command | null {
  const [, said = '', named] = /^(.*?)(?:\s+id (\S+))?$/.exec(line.trim()) ?? [];
  const words = new Words(said);
  const verb = words.next('a command');
  if (verb === 'again') {
    if (world.last === null) throw new Slip('there is no command to give again');
    words.end();
    return world.last;
  }
  const read = Object.hasOwn(readers, verb) ? readers[verb] : undefined;
  if (read === undefined) return null;
  const plain = read(world, words);
  words.end();
  world.commands += 1;
  return { ...plain, id: named ?? `#${world.commands}`, at: world.now };
}

export const commandVerbs = (): readonly string[] => [...Object.keys(readers), 'again'];

const readers: Readonly<Record<string, Reader>> = {
  start(world, words) {
    if (world.ir === null) throw new Slip('there is no plan to start; say it first, in a block that begins with: plan');
    const base = words.take('on') ? words.next('a commit') : 'c0';
    const files = words.take('with') ? words.list('paths') : [];
    const inputs: (readonly [string, string])[] = [];
    while (words.take('given')) inputs.push([words.next('an input'), words.next('its value')]);
    world.trees.set(base, new Map(files.map((path) => [path, '100644:base'])));
    return { type: 'start', run: 'r', kernel: '0.1.0', ir: world.ir, base, inputs, files: [] };
  },
  lease(world, words) {
    const hand = words.next('a hand');
    const sequence = words.take('sequence') ? words.whole('a sequence') : (world.sequences.get(hand) ?? 0) + 1;
    world.sequences.set(hand, sequence);
    return { type: 'lease', hand, sequence };
  },
  heartbeat: (world, words) => ({ type: 'heartbeat', ...heldBy(world, words) }),
  report(world, words) {
    const held = heldBy(world, words);
    return { type: 'report', ...held, result: makeFacts(world, orderOf(world, held.order), words) };
  },
  settle(_, words) {
    const { order, epoch } = leaseOf(words.next('ORDER#EPOCH'));
    return { type: 'settle', order, epoch, cost: readAmount(words) };
  },
  tick: () => ({ type: 'tick' }),
  'host-started': () => ({ type: 'host-started' }),
  upgrade: (_, words) => ({ type: 'upgrade', to: words.next('a version') }),
  ref: (_, words) => ({ type: 'ref', commit: words.next('a commit') }),
  ceiling: (_, words) => ({ type: 'ceiling', ...readCeiling(words) }),
  answer(world, words) {
    const person = readPerson(words);
    const question = words.next('a question');
    const word = words.next('a word');
    const text = words.text() ?? '';
    const now = world.state.questions.get(question)?.shows ?? '-';
    const shows = words.take('shows') ? words.next('what was shown') : now;
    return { type: 'answer', person, question, shows, word, text };
  },
  say: (_, words) => ({
    type: 'say', person: readPerson(words), question: words.next('a question'), text: words.next('a text'),
  }),
  speak: (_, words) => ({
    type: 'speak', person: readPerson(words), order: words.next('an order'), text: words.next('a text'),
  }),
  pause: (_, words) => ({ type: 'pause', person: readPerson(words) }),
  resume: (_, words) => ({ type: 'resume', person: readPerson(words) }),
  abort: (_, words) => ({ type: 'abort', person: readPerson(words) }),
  retry: (_, words) => ({ type: 'retry', person: readPerson(words), ...taskAndText(words) }),
  grant: (_, words) => ({ type: 'grant', person: readPerson(words), ...taskAndText(words) }),
  edit: (_, words) => ({
    type: 'edit', person: readPerson(words), task: words.next('a task'), spec: words.next('a spec'),
  }),
  drop: (_, words) => ({
    type: 'drop', person: readPerson(words), task: words.next('a task'), text: words.text() ?? '',
  }),
  revert: (_, words) => ({ type: 'revert', person: readPerson(words), unit: words.next('a unit') }),
  raise: (_, words) => ({ type: 'raise', person: readPerson(words), ...readRaise(words) }),
  close: (_, words) => ({ type: 'close', person: readPerson(words), publication: words.next('a publication') }),
};

const readPerson = (words: Words): string => words.next('a person');

/** `h1` with what it holds now, or `h1 on ORDER#EPOCH`. */
function heldBy(world: World, words: Words): { hand: string; order: string; epoch: number } {
  const hand = words.next('a hand');
  if (words.take('on')) return { hand, ...leaseOf(words.next('ORDER#EPOCH')) };
  const held = world.state.hands.get(hand);
  if (held === undefined) throw new Slip(`${hand} has leased nothing; name the lease: ${hand} on ORDER#EPOCH`);
  return { hand, order: held.order, epoch: held.epoch };
}

function leaseOf(text: string): { order: string; epoch: number } {
  const cut = text.lastIndexOf('#');
  if (cut < 1) throw new Slip(`a lease is written as ORDER#EPOCH; found «${text}»`);
  return { order: text.slice(0, cut), epoch: wholeOf(text.slice(cut + 1), 'an epoch') };
}

/** An order that there is not still takes a report, which the brain refuses. */
function orderOf(world: World, id: string): Order {
  return world.state.orders.get(id) ?? {
    id, kind: 'run', visit: '', agent: null, allowance: { usdMicros: 0, tokens: 0 }, status: 'ended', epoch: 0,
    reported: 0, audited: [], faults: 0, rateLimits: 0, again: 0, notBefore: 0, inGrow: false,
  };
}

function taskAndText(words: Words): { task: string | null; text: string } {
  const task = words.take('task') ? words.next('a task') : null;
  return { task, text: words.text() ?? '' };
}

interface ReadCeiling {
  leases: number | null;
  usdMicros: number | null;
  tokens: number | null;
  inbox?: number;
}

function readCeiling(words: Words): ReadCeiling {
  const ceiling: ReadCeiling = { leases: null, usdMicros: null, tokens: null };
  while (!words.done) {
    const word = words.next('leases=N, inbox=N, $N or Nt');
    if (word.startsWith('leases=')) ceiling.leases = wholeOf(word.slice('leases='.length), 'leases');
    else if (word.startsWith('inbox=')) ceiling.inbox = wholeOf(word.slice('inbox='.length), 'inbox');
    else if (word.startsWith('$')) ceiling.usdMicros = readDollars(word);
    else ceiling.tokens = wholeOf(word.replace(/t$/, ''), 'a number of tokens');
  }
  return ceiling;
}

function readRaise(words: Words): { usdMicros: number; tokens: number; timeMs: number } {
  const raise = { usdMicros: 0, tokens: 0, timeMs: 0 };
  while (!words.done) {
    const word = words.next('$N, Nt or a time');
    if (/^-?\$/.test(word)) raise.usdMicros = readDollars(word);
    else if (word.startsWith('+')) raise.timeMs = readDurationMs(word);
    else raise.tokens = wholeOf(word.replace(/t$/, ''), 'a number of tokens');
  }
  return raise;
}
