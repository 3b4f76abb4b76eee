/**
 * Every scenario yields what its text says, breaks no invariant on the way, and together they name
 * every invariant, every kind of step and every published failure, and show every type of event.
 */

import assert from 'node:assert/strict';
import { basename } from 'node:path';
import { test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { runScenarioFile, scenarioDifferences, type ScenarioRun } from '../../src/compose/scenario-file.ts';
import { decide } from '../../src/kernel/decide.ts';
import { eventTypes } from '../../src/kernel/evolve.ts';
import { stepViolations, violations } from '../../src/kernel/invariants.ts';
import { freezeState, thawState } from '../../src/kernel/snapshot.ts';
import { printedTypes } from '../../src/language/scenario/print-event.ts';
import type { WatchedStep } from '../../src/language/scenario/run-scenario.ts';
import { scenarioFiles } from './scenario-files.ts';

const invariants: readonly string[] = [
  ...numbered('L', 6), ...numbered('T', 8), ...numbered('E', 8), ...numbered('B', 5), ...numbered('R', 7),
];

const stepKinds = ['run', 'agent', 'gate', 'measure', 'ask', 'talk', 'grow', 'call', 'land', 'publish', 'wait'];

const publishedFailures = [
  'late report after the same hand leased again', 'lease on a halted run', 'parent stuck behind follow-ups',
  'infrastructure error that must not use up an attempt', 'empty patch with exit 0',
  'overlapping allowlists leased together', 'dangling needs', 'duplicate ids',
  'approval given to a candidate that has changed since', 'duplicate report', 'heartbeats for ever',
  'resume that would skip a gate', '«landed» with no commits', 'a wake lost between two steps',
];

const humanCommands = ['edit', 'grant', 'drop', 'revert', 'retry', 'raise', 'pause', 'resume', 'abort', 'close'];

/** Types of events that no scenario shows, each with the reason. */
const notShown: Readonly<Record<string, string>> = {
  WorkKept: 'the hands of a scenario print nothing that could be kept; test/e2e/one-change.test.ts has one',
};

const runs = new Map<string, ScenarioRun>();

for (const file of scenarioFiles()) {
  test(basename(file), () => {
    const run = runScenarioFile(file, broken);
    const faults = run.ok ? [] : run.faults.map(({ line, message }) => `${basename(file)}:${line}: ${message}`);
    assert.ok(run.ok, faults.join('\n'));
    runs.set(basename(file), run);
    assert.deepEqual(run.broken, [], 'broken invariants');
    const differences = scenarioDifferences(run);
    const advice = 'if this is right: npm run scenarios -- --rewrite';
    assert.equal(differences.length, 0, [advice, ...differences].join('\n'));
    assert.ok(run.heading.length > 0, 'a scenario begins with a comment that says what it shows');
  });
}

test('every invariant is named by a heading', () => {
  assert.deepEqual(invariants.filter((number) => !named(new RegExp(`\\b${number}\\b`))), []);
});

test('every kind of step is named by a heading', () => {
  assert.deepEqual(stepKinds.filter((kind) => !named(new RegExp(`Step kind: ${kind}\\b`))), []);
});

test('every published failure is named by a heading', () => {
  assert.deepEqual(publishedFailures.filter((failure) => !headings().includes(failure)), []);
});

test('every human command is given in some scenario', () => {
  const lines = [...runs.values()].flatMap(({ blocks }) => blocks.flatMap((block) => block.said));
  const said = lines.map((line) => line.split(' ')[0]);
  assert.deepEqual(humanCommands.filter((command) => !said.includes(command)), []);
});

test('every type of event occurs, or it is said why not', () => {
  const shown = new Set([...runs.values()].flatMap((run) => run.eventTypes));
  assert.deepEqual(eventTypes.filter((type) => !shown.has(type) && !Object.hasOwn(notShown, type)), []);
  assert.deepEqual(Object.keys(notShown).filter((type) => shown.has(type)), [], 'shown after all');
});

test('every type of event can be printed', () => {
  assert.deepEqual(eventTypes.filter((type) => !printedTypes.includes(type)), []);
});

function numbered(letter: string, last: number): readonly string[] {
  return Array.from({ length: last }, (_, index) => `${letter}${index + 1}`);
}

function headings(): string {
  return [...runs.values()].map(({ heading }) => heading.join(' ')).join('\n');
}

function named(pattern: RegExp): boolean {
  return pattern.test(headings());
}

function broken(step: WatchedStep): readonly string[] {
  const found = [...stepViolations(step), ...violations(step.after)].map(({ rule, message }) => `${rule}: ${message}`);
  return actsAlikeThawed(step) ? found : [...found, 'R5: a state from a snapshot decides otherwise'];
}

function actsAlikeThawed({ before, command, decision }: WatchedStep): boolean {
  const thawed = thawState(JSON.parse(JSON.stringify(freezeState(before))));
  return isDeepStrictEqual(decide(thawed, command), decision);
}
