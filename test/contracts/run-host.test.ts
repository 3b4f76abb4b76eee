/** The local host, over every kind of journal, against the one contract. */

import { LocalRunHost } from '../../src/host/local-run-host.ts';
import { randomIds } from '../../src/host/random-ids.ts';
import { systemClock } from '../../src/host/system-clock.ts';
import { type Local, openLocal } from '../../src/journal/open-local.ts';
import { openMemory } from '../../src/journal/open-memory.ts';
import { runHostContract } from './run-host-contract.ts';
import { TemporaryDirectory } from './temporary-directory.ts';
import { toyBrain, type ToyCommand, type ToyEvent, type ToyState } from './toy-brain.ts';

type Host = LocalRunHost<ToyState, ToyCommand, ToyEvent>;

function hostOver(local: Local): Host {
  return new LocalRunHost(
    { brain: toyBrain, ...local, clock: systemClock, ids: randomIds },
    { timers: false, jitter: () => 0.5, onTrouble: (error) => { throw error; } },
  );
}

runHostContract('memory', async () => {
  const local = openMemory();
  const hosts: Host[] = [];
  const host = (): Host => {
    const one = hostOver(local);
    hosts.push(one);
    return one;
  };
  return { host, dispose: async () => { for (const one of hosts) await one.close(); } };
});

runHostContract('sqlite', async () => {
  const directory = new TemporaryDirectory();
  const opened: { readonly host: Host; readonly local: Local }[] = [];
  const host = (): Host => {
    const local = openLocal(directory.path);
    const one = hostOver(local);
    opened.push({ host: one, local });
    return one;
  };
  const dispose = async (): Promise<void> => {
    for (const one of opened) {
      await one.host.close();
      await one.local.journal.close();
    }
    directory.remove();
  };
  return { host, dispose };
});
