/** A gate that prints a number, with noise, on a real repository: what a change is against its base (E7, E1). */

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { Event } from '../../src/kernel/event.ts';
import type { Ir } from '../../src/kernel/ir.ts';
import { agent, measure, plan, workflow } from '../../src/language/build-ir.ts';
import { CrewWorld } from './crew-world.ts';

const words = ['reached', 'better', 'same', 'worse', 'fail'] as const;

/** The cost that the code states, and up to ten more by how many ran before: the noise is the same in every test. */
const gate = 'set -e; cost=$(cat src/cost); n=$(($(cat "$COUNT" 2>/dev/null || echo 0) + 1)); echo $n > "$COUNT"; echo "run $n"; echo $((cost + n * n * 7 % 11))';

function measuring(target?: number): Ir {
  return plan({
    gates: [{ name: 'cost', command: 'sh weigh.sh', role: 'static' }],
    workflows: [workflow('main',
      agent('write', { agents: ['coder'], writes: ['src/**'], writesKind: 'code' }, 'ok -> weigh  fail -> halt  refused -> halt'),
      measure('weigh', { gate: 'cost', better: 'lower', ...(target === undefined ? {} : { target }) },
        words.filter((word) => target !== undefined || word !== 'reached').map((word) => `${word} -> end as ${word}`).join('  ')))],
  });
}

interface Found {
  readonly word: string | null;
  readonly events: readonly Event[];
}

const folder = mkdtempSync(join(tmpdir(), 'espalier-measured-'));
after(() => rmSync(folder, { recursive: true }));

let counts = 0;

async function weighed(script: string, target?: number): Promise<Found> {
  counts += 1;
  const world = await CrewWorld.begin({ ir: measuring(target), files: { 'src/cost': '100\n', 'weigh.sh': gate.replaceAll('$COUNT', join(folder, `count-${counts}`)) }, scripts: () => script });
  try {
    assert.equal((await world.work()).status, 'complete');
    return { word: await world.look(({ frames }) => frames.get('@')?.word ?? null), events: world.events };
  } finally {
    await world.close();
  }
}

const cases: readonly (readonly [string, string, number | undefined, string])[] = [
  ['a change that costs less', 'echo 60 > src/cost\n', undefined, 'better'],
  ['one that costs more', 'echo 140 > src/cost\n', undefined, 'worse'],
  ['one that costs as much, but for the noise', 'echo 100 > src/cost\necho 1 > src/other\n', undefined, 'same'],
  ['one that meets its target', 'echo 60 > src/cost\n', 70, 'reached'],
  ['one that costs less, and does not meet it', 'echo 80 > src/cost\n', 70, 'better'],
  ['one after which the gate fails', 'rm src/cost\n', undefined, 'fail'],
];

for (const [name, script, target, expected] of cases) {
  test(`${name}: ${expected}`, async () => {
    const { word, events } = await weighed(script, target);
    assert.equal(word, expected);
    const against = events.flatMap((event) => (event.type === 'Measured' ? [event.against] : []));
    assert.equal(against.length, expected === 'fail' ? 0 : 1);
    // The base is measured as well, and the noise is seen.
    for (const found of against) assert.ok(found !== undefined && found.base >= 100 && found.base <= 110 && found.noise > 0, JSON.stringify(found));
  });
}
