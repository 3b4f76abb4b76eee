/**
 * One pass tells every fault: of each two faults of the catalogue that do not touch each other, in
 * one file or in two workflows side by side in one, both are told, and nothing that only follows.
 */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import type { Base } from '../../src/language/diagnostics/catalogue/bases.ts';
import { entryOf } from '../../src/language/diagnostics/catalogue/bases.ts';
import type { Explained } from '../../src/language/diagnostics/catalogue/catalogue.ts';
import { catalogue } from '../../src/language/diagnostics/catalogue/catalogue.ts';
import { kindsIn } from './kinds-in.ts';

/** What hangs on another: until the first is mended, nobody can say whether the second is there. */
const hangsOn: Readonly<Record<string, readonly string[]>> = {
  // The file that is missing may declare the name, or the root.
  'unknown-recipe': [
    'unknown-agent', 'unknown-gate', 'unknown-root', 'unknown-source', 'unknown-waiver', 'unknown-sandbox', 'unknown-workflow', 'unknown-service',
    'unknown-hosts', 'nobody-may-publish', 'nobody-may-answer', 'cycle-without-cap', 'waiver-without-need',
  ],
  // The agent without a name may be the one that is missed, and the word that belongs elsewhere is the source.
  'name-expected': ['unknown-agent'],
  'persons-setting': ['unknown-source'],
  // It may be the wire that leads to the end, or that text from outside takes.
  'wire-incomplete': ['no-way-to-end', 'waiver-without-need'],
  'no-kind-in-a-step': ['waiver-without-need'],
  'bad-number': ['waiver-without-need'],
  // Whether the gate proves tests red stands behind the text that has no end.
  'text-not-closed': ['writer-without-person'],
  // Who is to approve is not known.
  'unknown-approval': ['approver-is-author', 'writer-without-approval'],
  // No workflow is a task's.
  'grow-without-kinds': ['own-writes-in-task', 'unit-without-red-proof', 'work-after-landing', 'writer-without-person'],
  // What is a test is not known; how much the budget has; what the step does.
  'bad-glob': ['smeared-writes'],
  'number-not-whole': ['budget-cannot-bind'],
  'number-too-large': ['budget-cannot-bind'],
  'value-not-allowed': ['command-and-script'],
  // The two examples together put both into one sandbox.
  'gate-with-way-out': ['service-elsewhere'],
  // The task that was not read may be the one that is missed.
  'rehearsal-task': ['rehearsal-unknown-task'],
};

/** What keeps the rest of a text from being read as what it is. */
const notRead: readonly string[] = [
  'not-text', 'too-long', 'json-syntax', 'yaml-syntax', 'yaml-alias', 'yaml-tag', 'yaml-directive', 'yaml-merge', 'yaml-documents', 'yaml-key',
  'notation-too-deep', 'notation-too-long', 'rehearsal-block', 'rehearsal-empty', 'rehearsal-without-workflow',
];
/** Examples of a megabyte, which would take the time and show nothing more. */
const huge: readonly string[] = ['too-many', 'text-too-long', 'file-too-large', 'too-many-files'];

const faults = catalogue().filter(({ kind }) => !notRead.includes(kind) && !huge.includes(kind));
const isApart = (a: Explained, b: Explained): boolean => hangsOn[a.kind]?.includes(b.kind) !== true && hangsOn[b.kind]?.includes(a.kind) !== true;

interface Piece {
  readonly fault: Explained;
  readonly from: number;
  readonly to: number;
}

function pieceOf(fault: Explained): Piece {
  const from = entryOf[fault.base][1].indexOf(fault.remedy);
  return { fault, from, to: from + fault.remedy.length };
}

/** The text with both faults; `null` where they are of the same piece of it. */
function withBoth(a: Explained, b: Explained): string | null {
  const [first, second] = [pieceOf(a), pieceOf(b)].toSorted((one, other) => one.from - other.from);
  if (first === undefined || second === undefined || first.to > second.from) return null;
  const [, text] = entryOf[a.base];
  return text.slice(0, first.from) + first.fault.example + text.slice(first.to, second.from) + second.fault.example + text.slice(second.to);
}

const sorted = (kinds: readonly string[]): readonly string[] => kinds.toSorted();

for (const base of ['fix', 'tour', 'feature', 'outside', 'config', 'json', 'rehearsal'] as const) {
  test(`any two faults of ${base} are both told, and nothing else`, () => {
    const own = faults.filter((fault) => fault.base === base);
    let pairs = 0;
    for (const [at, a] of own.entries()) {
      for (const b of own.slice(at + 1)) {
        const text = withBoth(a, b);
        if (text === null || !isApart(a, b)) continue;
        pairs += 1;
        deepEqual(sorted(kindsIn(base, text, { ...a.beside, ...b.beside })), sorted([a.kind, b.kind]), `${a.kind} and ${b.kind}`);
      }
    }
    ok(pairs >= (least[base] ?? 1), `${pairs} pairs`);
  });
}

/** So that nobody can leave out the pairs and not see it. */
const least: Readonly<Record<string, number>> = { fix: 1_000, tour: 800, feature: 50, outside: 14, config: 3, json: 80, rehearsal: 20 };

/** What each text declares, but for the gate that the two which land share. */
const names: Readonly<Partial<Record<Base, readonly string[]>>> = {
  tour: ['critic', 'skeptic', 'box', 'lint', 'speed', 'ada', 'tour', 'part'],
  feature: ['planner', 'coder', 'skeptic', 'feature', 'leaf'],
  outside: ['triager', 'shut', 'wide', 'db', 'unit', 'triage'],
};

/** The text as the second part of a file: with names of its own, and nothing of what the first part says once. */
function asSecond(base: Base, text: string): string {
  const own = new Set(names[base]);
  const renamed = text.replaceAll(/"[^"\n]*"|[a-z][a-z0-9-]*/g, (word) => (own.has(word) ? `${word}-two` : word));
  const shared = ['espalier 1', ...(base === 'outside' ? [] : ['gate unit "npm test" { role tests }', 'landing [unit]'])];
  return renamed.split('\n').filter((line) => !shared.includes(line)).join('\n');
}

for (const [base, second] of [['fix', 'tour'], ['fix', 'feature'], ['fix', 'outside'], ['tour', 'outside']] as const) {
  test(`two workflows side by side, one with a fault of ${base} and one of ${second}: both are told`, () => {
    const textOf = ({ base: of, remedy, example }: Explained): string => entryOf[of][1].replace(remedy, () => example);
    const sideBySide = (one: string, other: string): readonly string[] => sorted(kindsIn('fix', `${one}\n${asSecond(second, other)}`, {
      'config:/config.esp': 'espalier 1\nsource issues "gh issue list"\nhosts registry "registry.npmjs.org"\nwaiver ours "only our own issues"\n',
    }));
    const [sound, other] = [entryOf[base][1], entryOf[second][1]];
    deepEqual(sideBySide(sound, other), []);
    // A third of the pairs, each fault among them. Some faults say something else of two workflows than of one: a root, a gate that both have.
    const alone = (fault: Explained): boolean => {
      const kinds = fault.base === base ? sideBySide(textOf(fault), other) : sideBySide(sound, textOf(fault));
      return kinds.length === 1 && kinds[0] === fault.kind;
    };
    const first = faults.filter((fault) => fault.base === base && fault.beside === undefined && alone(fault));
    const then = faults.filter((fault) => fault.base === second && fault.beside === undefined && alone(fault));
    equal(first.length > 0 && then.length > 0, true);
    let pairs = 0;
    for (const [at, a] of first.entries()) {
      for (const [place, b] of then.entries()) {
        if ((at + place) % 3 > 0 || !isApart(a, b)) continue;
        pairs += 1;
        deepEqual(sideBySide(textOf(a), textOf(b)), sorted([a.kind, b.kind]), `${a.kind} beside ${b.kind}`);
      }
    }
    ok(pairs >= 80, `${pairs} pairs`);
  });
}
