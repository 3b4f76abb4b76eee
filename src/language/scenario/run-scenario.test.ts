import { deepEqual, equal, match } from 'node:assert/strict';
import { test } from 'node:test';
import { runScenario, type ScenarioRun, type WatchedStep } from './run-scenario.ts';

const options = { readFile: (path: string): string => { throw new Error(`no file ${path}`); } };

const small = `# What it shows.

plan
workflow main
  write: agent coder writes code src/** | ok -> verify  fail -> write  refused -> write
  verify: gate unit | green -> end  red -> write
----

start
lease h1
----
`;

function ran(text: string): ScenarioRun {
  const run = runScenario(text, options);
  if (!run.ok) throw new Error(run.faults.map(({ line, message }) => `${line}: ${message}`).join('\n'));
  return run;
}

function faults(text: string): readonly string[] {
  const run = runScenario(text, options);
  return run.ok ? [] : run.faults.map(({ line, message }) => `${line}: ${message}`);
}

test('a scenario is written out, and written out again it is the same', () => {
  const once = ran(small);
  match(once.text, /^LeaseGranted @\/write\.1#1 to h1 until \+5m, at most \+2h$/m);
  match(once.text, /^= lease @\/write\.1#1 h1 until \+5m$/m);
  equal(ran(once.text).text, once.text);
  deepEqual(once.heading, ['What it shows.']);
});

test('what is expected does not change what is yielded', () => {
  const { text } = ran(small);
  equal(ran(text.replace('LeaseGranted', 'LeaseRefused')).text, text);
});

const slips: readonly (readonly [string, string, RegExp])[] = [
  ['an unknown command', 'frobnicate', /^9: «frobnicate» is no command; there are plan, /],
  ['a word too many', 'lease h1 now', /^9: cannot understand «now» here$/],
  ['a word too few', 'lease', /^9: expected a hand at the end of the line$/],
  ['an open quote', 'grant ada "more', /^9: a quote is open/],
  ['a hand that holds nothing', 'report h1 ok', /^9: h1 has leased nothing/],
  ['a lease without an epoch', 'heartbeat h1 on x', /^9: a lease is written as ORDER#EPOCH/],
  ['a time in no unit', 'at 5', /^9: a time is written as/],
  ['an amount in no unit', 'settle x#1 5', /^9: an amount is written as/],
  ['something to repeat, when nothing was said', 'again', /^9: there is no command to give again$/],
];

for (const [what, line, message] of slips) {
  test(`${what} is a slip, told with its line`, () => {
    const [first = ''] = faults(small.replace('start\nlease h1', line));
    match(first, message);
  });
}

const planSlips: readonly (readonly [string, string, RegExp])[] = [
  ['an unknown kind of step', '  write: nap', /^5: «nap» is no kind of step$/],
  ['wires that are none', '  write: gate unit | green', /^5: wires are written as/],
  ['an unknown part of a step', '  write: gate unit quickly | green -> end', /^5: cannot understand «quickly» here$/],
  ['a line that no section takes', 'tasks t\n  a poem a.ts', /^6: expected one of test, code/],
  ['an unknown limit', 'limits patience=3', /^5: expected one of leases, /],
  ['an unknown section', 'recipe x', /^5: «recipe» is unknown here/],
];

for (const [what, line, message] of planSlips) {
  test(`in a plan, ${what} is a slip, told with its line`, () => {
    const [first = ''] = faults(small.replace(/ {2}write: .*/, line));
    match(first, message);
  });
}

test('a plan that does not hold is shown with its faults, and cannot be started', () => {
  const { text } = ran(small.replace('red -> write', 'red -> nowhere'));
  match(text, /^fault workflow main, step verify: /m);
  match(text, /^refused bad-workflow: /m);
});

test('a file that cannot be read is a fault of the line that names it', () => {
  deepEqual(faults('plan file x.ir.json\n----\n'), ['1: Cannot read x.ir.json: no file x.ir.json']);
});

test('text that nothing follows from is told', () => {
  match(faults(`${small}\nlease h2\n`)[0] ?? '', /nothing follows from this/);
  match(faults('# only a heading\n')[0] ?? '', /at least one block/);
});

test('whoever watches sees every step, and what is found is told with the command', () => {
  const watch = ({ command }: WatchedStep): string[] => (command.type === 'lease' ? ['L1: twice'] : []);
  const run = runScenario(small, { ...options, watch });
  deepEqual(run.ok && run.broken, ['after lease (#2): L1: twice']);
});
