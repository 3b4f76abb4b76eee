/** Gates that take longer than their step may, or than a lease lives: that is told as such, is no red, and no lease lapses over it (L3, E1). */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HandParts } from '../../src/hands/hand-parts.ts';
import type { EventOf } from '../../src/kernel/event.ts';
import type { Ir } from '../../src/kernel/ir.ts';
import { agent, gate, land, plan, workflow } from '../../src/language/build-ir.ts';
import { CrewWorld } from './crew-world.ts';

const minute = 60_000;
const writing = agent('write', { agents: ['coder'], writes: ['src/**'], writesKind: 'code' }, 'ok -> verify  fail -> halt  refused -> halt');
const gates = ['first', 'second', 'third'].map((name) => ({ name, command: 'true', role: 'static', timeoutMs: 40 * minute }) as const);

/** Three gates, each within its own time, and together longer than the step's hour, or than a lease of an hour and a half lives. */
const stepped = plan({ gates, workflows: [workflow('main', writing, { ...gate('verify', ['first', 'second', 'third'], 'green -> end  red -> halt  timeout -> end as late'), timeoutMs: 60 * minute })] });
const living = plan({ gates, limits: { leaseLifetimeMs: 90 * minute }, workflows: [workflow('main', writing, gate('verify', ['first', 'second', 'third'], 'green -> end  red -> halt  timeout -> end as late'))] });
const landing = plan({
  gates, limits: { leaseLifetimeMs: 90 * minute, retries: 0 }, landing: ['first', 'second', 'third'],
  workflows: [workflow('main', writing, gate('verify', ['first'], 'green -> more  red -> halt'), gate('more', ['second', 'third'], 'green -> land  red -> halt'), land('land', [], 'landed -> end  conflict -> halt  red -> halt'))],
});

/** Each run of a gate takes 35 minutes, or as long as it may. */
function slow(world: CrewWorld): (usual: HandParts) => Partial<HandParts> {
  return ({ boxes }) => ({
    boxes: {
      collect: (work) => boxes.collect(work), place: (id) => boxes.place(id), openGateway: (work) => boxes.openGateway(work),
      run: async (work, watcher) => {
        if (work.env['ESPALIER_GATE'] === undefined) return boxes.run(work, watcher);
        const takes = 35 * minute;
        const may = work.wallMs ?? takes;
        // Beats of the heart are heard meanwhile.
        for (let left = Math.min(takes, may); left > 0; left -= minute) {
          world.clock.advanceTo(world.clock.now() + Math.min(left, minute));
          await new Promise((resolve) => { setImmediate(resolve); });
        }
        return may < takes ? { kind: 'timeout' } : boxes.run(work, watcher);
      },
    },
  });
}

interface Found {
  readonly word: string | null;
  readonly leases: readonly string[];
  readonly faults: readonly string[];
}

async function ended(ir: Ir): Promise<Found> {
  const world = await CrewWorld.begin({ ir, scripts: () => 'mkdir src\necho 1 > src/a.js\n' });
  try {
    await world.work({ hands: 1, parts: slow(world) });
    const ends = world.events.filter((event): event is EventOf<'LeaseEnded'> => event.type === 'LeaseEnded');
    return { word: await world.look(({ frames }) => frames.get('@')?.word ?? null), leases: ends.map(({ how }) => how), faults: ends.flatMap(({ why }) => why ?? []) };
  } finally {
    await world.close();
  }
}

test('a step of gates has the time that it says, over all of them', async () => {
  assert.deepEqual(await ended(stepped), { word: 'late', faults: [], leases: ['reported', 'timeout'] });
});

test('gates that take longer than a lease lives end as out of time, while the lease is live', async () => {
  assert.deepEqual(await ended(living), { word: 'late', faults: [], leases: ['reported', 'timeout'] });
});

test('at the landing that is a fault which says what to change, and nothing lapses', async () => {
  const { leases, faults } = await ended(landing);
  assert.deepEqual(leases, ['reported', 'reported', 'reported', 'fault']);
  assert.match(faults.join(), /^the gates take longer together than a lease lives.*`lease-life`/);
});
