/**
 * Bugs of hosts and journals, planted between the real ones: each breaks one promise. The
 * simulation must find every one of them; a checker that cannot fail is a defect.
 */

import { AppendUnknown } from '../../src/ports/append-unknown.ts';
import type { Command } from '../../src/kernel/command.ts';
import type { Journal, NewEvent } from '../../src/ports/journal.ts';
import type { Version } from '../../src/ports/version.ts';
import { linkEvents, versionAfter } from '../../src/journal/link-events.ts';
import type { Fault } from '../../src/journal/memory-journal.ts';
import type { InMemory } from '../../src/journal/open-memory.ts';
import type { Lasting } from './cable.ts';
import type { KernelHost } from './machine.ts';
import { withAppend } from './with-append.ts';

export interface HostBug {
  readonly id: string;
  /** What it breaks. */
  readonly rule: string;
  readonly describe: string;
  /** What a new process sees of the disk. */
  readonly lasting?: (disk: InMemory, tools: Tools) => Lasting;
  readonly host?: (host: KernelHost) => KernelHost;
}

interface Tools {
  /** The next call of the journal has this fault. */
  readonly force: (fault: Fault) => void;
}


export const hostBugs: readonly HostBug[] = [
  {
    id: 'host-replies-first', rule: 'durable', describe: 'the host answers, and appends when it is next asked',
    lasting: repliesFirst,
  },
  {
    id: 'host-forces-conflict', rule: 'R5', describe: 'after a conflict the host appends what it had decided, without reading again',
    lasting: (disk) => withAppend(disk, async (run, version, events) => {
      const durable = await disk.journal.append(run, version, events);
      return durable ?? disk.journal.append(run, await disk.journal.head(run), events);
    }),
  },
  {
    id: 'journal-loses-write', rule: 'durable', describe: 'every seventh append is answered before it is synced',
    lasting: losesWrites,
  },
  {
    id: 'host-appends-twice', rule: 'L6', describe: 'after an unknown outcome the host appends the same report once more, behind it',
    lasting: (disk) => withAppend(disk, async (run, version, events) => {
      try {
        return await disk.journal.append(run, version, events);
      } catch (error) {
        if (!(error instanceof AppendUnknown)) throw error;
        return disk.journal.append(run, await disk.journal.head(run), events);
      }
    }),
  },
  {
    id: 'host-believes-unknown', rule: 'durable', describe: 'an unknown outcome is taken for success',
    lasting: (disk) => withAppend(disk, async (run, version, events) => {
      try {
        return await disk.journal.append(run, version, events);
      } catch (error) {
        if (!(error instanceof AppendUnknown)) throw error;
        return versionOf(run, version, events);
      }
    }),
  },
  {
    id: 'journal-shows-torn', rule: 'atomic', describe: 'half of a write that was torn stays visible',
    lasting: (disk) => withAppend(disk, async (run, version, events) => {
      try {
        return await disk.journal.append(run, version, events);
      } catch (error) {
        const half = events.slice(0, Math.floor(events.length / 2));
        if (error instanceof AppendUnknown && half.length > 0) await disk.journal.append(run, version, half);
        throw error;
      }
    }),
  },
  {
    id: 'host-trusts-snapshot', rule: 'R5', describe: 'a snapshot is taken for the state at the head of the journal',
    lasting: (disk) => ({
      ...disk,
      snapshots: {
        load: async (run) => {
          const snapshot = await disk.snapshots.load(run);
          return snapshot === null ? null : { ...snapshot, version: await disk.journal.head(run) };
        },
        save: (run, snapshot) => disk.snapshots.save(run, snapshot),
      },
    }),
  },
  {
    id: 'host-beats-late', rule: 'L3', describe: 'heartbeats are answered at once, and given to the brain eight commands later',
    host: beatsLate,
  },
];

function versionOf(run: string, version: Version, events: readonly NewEvent[]): Version {
  return versionAfter(linkEvents(run, version, events));
}

function repliesFirst(disk: InMemory): Lasting {
  let behind: (() => Promise<unknown>) | null = null;
  const flush = async (): Promise<void> => {
    const append = behind;
    behind = null;
    await append?.();
  };
  const lasting = withAppend<Lasting>(disk, async (run, version, events) => {
    await flush();
    behind = () => disk.journal.append(run, version, events);
    return versionOf(run, version, events);
  });
  const read: Journal['read'] = async (run, page) => {
    await flush();
    return disk.journal.read(run, page);
  };
  return { ...lasting, journal: { ...lasting.journal, read } };
}

function losesWrites(disk: InMemory, { force }: Tools): Lasting {
  let appends = 0;
  return withAppend(disk, async (run, version, events) => {
    appends += 1;
    if (appends % 7 !== 0) return disk.journal.append(run, version, events);
    force('unsynced');
    await disk.journal.append(run, version, events).catch(() => null);
    return versionOf(run, version, events);
  });
}

function beatsLate(host: KernelHost): KernelHost {
  const waiting: { run: string; command: Command }[] = [];
  let commands = 0;
  return {
    exec: async (run, command) => {
      commands += 1;
      const [late] = waiting;
      if (late !== undefined && commands % 8 === 0) {
        waiting.shift();
        await host.exec(late.run, late.command);
      }
      if (command.type !== 'heartbeat') return host.exec(run, command);
      waiting.push({ run, command });
      return [];
    },
    look: (run, read) => host.look(run, read),
    close: () => host.close(),
  };
}
