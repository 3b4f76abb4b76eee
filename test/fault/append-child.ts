/**
 * A process that appends until it is killed: `append-child.ts DIRECTORY RUN NAME [liar]`. It prints
 * the id of each command on a line of its own, only once the host has acknowledged it; a liar does
 * so before, which the test must find.
 */

import { writeSync } from 'node:fs';
import { LocalRunHost } from '../../src/host/local-run-host.ts';
import { randomIds } from '../../src/host/random-ids.ts';
import { systemClock } from '../../src/host/system-clock.ts';
import { openLocal } from '../../src/journal/open-local.ts';
import { note, toyBrain } from '../contracts/toy-brain.ts';

const [directory = '', run = '', name = '', manner = ''] = process.argv.slice(2);
const streams = 4;

const host = new LocalRunHost(
  { brain: toyBrain, ...openLocal(directory, { busyTimeoutMs: 60_000 }), clock: systemClock, ids: randomIds },
  // Owners die here all the time: nobody waits long for them.
  { timers: false, jitter: Math.random, onTrouble: () => undefined, limits: { ownMs: 50, anchorEveryEvents: 16, snapshotMinEvents: 50 } },
);

async function stream(number: number): Promise<never> {
  for (let count = 0; ; count += 1) {
    const id = `${name}.${number}.${count}`;
    if (manner === 'liar') writeSync(1, `${id}\n`);
    const answer = await host.exec(run, note(id, 'one', 'two', 'three'));
    // Said before, by an append whose outcome was not known, is acknowledged as well.
    if (manner !== 'liar' && !('refused' in answer)) writeSync(1, `${id}\n`);
  }
}

await Promise.all(Array.from({ length: streams }, (_, number) => stream(number)));
