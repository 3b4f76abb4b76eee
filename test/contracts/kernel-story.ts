/**
 * What was said to the real brain in the journals of test/fixtures/journals/kernel-*: the shipped
 * rehearsal of the recipe `feature`, command by command.
 *
 * Its digest is what a run's history means, in words that every later kernel must still find in
 * it. The state's own hash is not that: it changes with the shape of the rows.
 */

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { compileFile, nobody } from '../../src/compose/compile-file.ts';
import { featureCourse } from '../../src/hands/feature-course.ts';
import { rehearse } from '../../src/hands/rehearse.ts';
import { seededRandom } from '../../src/hands/seeded-random.ts';
import { ManualClock } from '../../src/host/manual-clock.ts';
import { brain } from '../../src/kernel/brain.ts';
import type { Command } from '../../src/kernel/command.ts';
import type { Event } from '../../src/kernel/event.ts';
import { isRefusal } from '../../src/kernel/refusal.ts';
import type { State } from '../../src/kernel/state.ts';
import { genesis } from '../../src/ports/hash-chain.ts';
import type { Blobs } from '../../src/ports/blobs.ts';
import type { Story } from './journal-fixture.ts';

const run = 'kernel';
const recipe = join(import.meta.dirname, '../../recipes/feature/feature.esp');
const began = Date.UTC(2026, 0, 1, 9);

export const story: Story<State, Command, Event> = { run, brain, digest: meaningOf, commands: commandsOf };

async function commandsOf(blobs: Blobs): Promise<readonly Command[]> {
  const { ir, files } = await compileFile(recipe, nobody);
  assert.ok(ir !== null, 'the recipe is a good plan');
  for (const { text } of files) await blobs.put(Buffer.from(text));
  const frozen = files.map(({ name, digest }) => [name, digest] as const);
  const commands: Command[] = [];
  const ending = await rehearse(run, { ir, base: 'c0', files: frozen, kernel: '0.1.0' }, {
    host: recording(commands), blobs, clock: new ManualClock(began), course: featureCourse, random: seededRandom(1),
    nextDueAt: brain.nextDueAt, onEvents: () => undefined, onAnswerRefused: () => undefined, isInterrupted: () => false,
  });
  assert.equal(ending, 'complete');
  return commands;
}

/** Keeps what the rehearsal says; its answers come from the kernel alone. */
function recording(commands: Command[]): Parameters<typeof rehearse>[2]['host'] {
  let state = brain.initialState();
  return {
    exec: (_, command) => {
      commands.push(command);
      const answer = brain.decide(state, command);
      if (!isRefusal(answer)) state = answer.reduce(brain.evolve, state);
      return Promise.resolve(answer);
    },
    look: (_, read) => Promise.resolve(read(state, genesis(run))),
  };
}

function meaningOf(state: State): string {
  const units = state.units.keys().map((id) => `${id} ${state.units.get(id)?.status} ${state.units.get(id)?.commit}`);
  const { status, publications } = state.run;
  const { tip, landed } = state.landing;
  const { spent, live, owed } = state.money;
  return JSON.stringify({ status, tip, landed, units, publications, spent, live, owed });
}
