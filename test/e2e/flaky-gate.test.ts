/** A gate that fails once, and passes on the very same candidate: the change lands, and what failed only sometimes is known by its name. */

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { History } from '../../src/cli/history.ts';
import { type Waiting, waitingIn } from '../../src/cli/inbox-view.ts';
import { cardLines } from '../../src/cli/print/print-inbox.ts';
import { type Line, renderLine } from '../../src/cli/print/line.ts';
import { printRun } from '../../src/cli/print/print-run.ts';
import { type RunView, runView } from '../../src/cli/run-view.ts';
import type { Event } from '../../src/kernel/event.ts';
import { agent, gate, land, plan, publish, workflow } from '../../src/language/build-ir.ts';
import { CrewWorld } from './crew-world.ts';

const folder = mkdtempSync(join(tmpdir(), 'espalier-flaky-'));
after(() => rmSync(folder, { recursive: true }));

/** Of its runs with the change in it one fails: the first is the step's, under its control the file ends before it, and the second is the landing's. */
const failing = 2;
const sometimes = `import assert from 'node:assert';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
test('comes and goes', () => {
  if (!existsSync('src/a.js')) return;
  appendFileSync(${JSON.stringify(join(folder, 'runs'))}, '.');
  assert.notEqual(readFileSync(${JSON.stringify(join(folder, 'runs'))}, 'utf8').length, ${failing});
});
`;

const ir = plan({
  gates: [{ name: 'unit', command: "node --test 'test/*.test.js'", role: 'tests' }],
  workflows: [workflow('main',
    agent('write', { agents: ['coder'], writes: ['src/**'], writesKind: 'code' }, 'ok -> verify  fail -> halt  refused -> halt'),
    gate('verify', ['unit'], 'green -> land  red -> halt'),
    land('land', [], 'landed -> publish  conflict -> halt  red -> halt'),
    publish('publish', 'espalier/flaky', 'published -> end  rejected -> halt  fail -> halt'))],
});

interface Found {
  readonly events: readonly Event[];
  readonly view: RunView;
  readonly waiting: readonly Waiting[];
}

async function worked(): Promise<Found> {
  const steady = "import { test } from 'node:test';\ntest('stays', () => {});\n";
  const files = { 'package.json': '{ "type": "module" }\n', 'test/steady.test.js': steady, 'test/sometimes.test.js': sometimes };
  const world = await CrewWorld.begin({ ir, files, scripts: () => 'mkdir src\necho 1 > src/a.js\n' });
  try {
    const history = new History();
    await world.work();
    for (const event of world.events) history.add(event);
    return await world.look((state) => ({ events: world.events, view: runView({ state, position: 0, hash: '' }, history), waiting: waitingIn(state, history) }));
  } finally {
    await world.close();
  }
}

let found: Found;
before(async () => { found = await worked(); });

const printed = (lines: readonly Line[]): string => lines.map((line) => renderLine(line, false)).join('\n');

test('it was red, then green when it was run again, and landed', () => {
  const { events } = found;
  assert.deepEqual(events.flatMap((event) => (event.type === 'ProbeJudged' ? [[event.outcome, event.flake]] : [])), [['red', false], ['green', true]]);
  assert.equal(events.filter(({ type }) => type === 'Landed').length, 1);
});

test('the test that flipped is told of the run, and none that did not', () => {
  assert.deepEqual(found.view.flakes.map(({ gate: name, units, red, green, tests }) => ({ name, units, red, green, tests })), [
    { name: 'unit', units: ['@@/land.1'], red: 1, green: 2, tests: [{ test: 'comes and goes', failed: 1 }] },
  ]);
  assert.match(printed(printRun(found.view)), /^Flaky: red and green on the same files\n.*: red once, green 2 times\n {4}comes and goes: failed once of 3 runs$/m);
});

test('whoever is asked to publish is told', () => {
  const cards = found.waiting.map((one) => ({ ...one, change: null }));
  assert.deepEqual(cards.map(({ kind, flakes }) => [kind, flakes.length]), [['publish', 1]]);
  assert.match(cards.map((card) => printed(cardLines(card, { now: 0, program: 'espalier' }))).join(), /flaky, red and green on the same files:\n.*\n.*comes and goes/);
});
