/** Processes as /proc shows them: who lives, since when, and how one is ended for good. */

import { readdirSync, readFileSync } from 'node:fs';
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import { processNamespace } from './process-namespace.ts';

/** A process for ever: its number is given to others later, its start is not. */
export interface ProcessMark {
  readonly pid: number;
  /** Ticks after the machine's start. */
  readonly started: string;
  /** Which start that was, and who counts. */
  readonly namespace: string;
}

/** `null`: there is no such process. */
export function markOf(pid: number): ProcessMark | null {
  const stat = read(`/proc/${pid}/stat`);
  if (stat === null) return null;
  // The name stands in brackets and may hold anything.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state] = fields;
  return state === 'Z' || state === 'X' ? null : { pid, started: fields[19] ?? '', namespace: processNamespace() };
}

export function lives({ pid, started, namespace }: ProcessMark): boolean {
  const now = markOf(pid);
  return now !== null && now.started === started && now.namespace === namespace;
}

/** Ends this very process: one that has its number by now is left alone. */
export function endProcess(mark: ProcessMark | null): void {
  if (mark !== null && lives(mark)) kill(mark.pid);
}

/** Whether it is the first process of a namespace below ours. */
export function isFirstOfItsOwn(pid: number): boolean {
  const numbers = read(`/proc/${pid}/status`)?.split('\n').find((line) => line.startsWith('NSpid:'))?.trim().split(/\s+/).slice(1) ?? [];
  return numbers.length > 1 && numbers.at(-1) === '1';
}

/** Linux tells times in hundredths of a second, whatever its own clock. */
const tickMs = 10;

/** Processor time of a process, of those that it has waited for, and of all that descend from it; 0: there is none. */
export function treeCpuMs(root: number): number {
  const stats = processesWhere(() => true).flatMap((pid) => {
    const stat = read(`/proc/${pid}/stat`);
    const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields === undefined ? [] : [{ pid, parent: Number(fields[1]), ticks: fields.slice(11, 15).reduce((sum, one) => sum + Number(one), 0) }];
  });
  const tree = new Set([root]);
  for (let before = 0; before < tree.size;) {
    before = tree.size;
    for (const { pid, parent } of stats) if (tree.has(parent)) tree.add(pid);
  }
  return stats.reduce((sum, { pid, ticks }) => (tree.has(pid) ? sum + ticks * tickMs : sum), 0);
}

export function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    // It is gone, or was never ours to end.
    if (!(error instanceof Error && 'code' in error && (error.code === 'ESRCH' || error.code === 'EPERM'))) throw error;
  }
}

/** Every process that satisfies the test. */
export function processesWhere(holds: (pid: number) => boolean): readonly number[] {
  return readdirSync('/proc').map(Number).filter((pid) => Number.isInteger(pid) && pid > 1 && pid !== process.pid && holds(pid));
}

/** Whether the process's real user is this one. What is dead and waits for its parent to notice is no process. */
export function belongsTo(pid: number, uid: number): boolean {
  const lines = read(`/proc/${pid}/status`)?.split('\n') ?? [];
  const field = (name: string): string => lines.find((one) => one.startsWith(name))?.split('\t')[1] ?? '';
  return field('Uid:') === String(uid) && !/^[ZX]/.test(field('State:'));
}

/** Whether the word stands among the process's arguments. */
export function hasArgument(pid: number, word: string): boolean {
  return read(`/proc/${pid}/cmdline`)?.split('\0').includes(word) === true;
}

const lookEveryMs = 2;
const mostLooks = 5_000;
/** What is about to be so is so within a fraction of the shortest pause. */
const quickLooks = 20;

/** Until it is so; `false`: it was not so for ten seconds. */
export async function until(isSo: () => boolean): Promise<boolean> {
  for (let look = 0; look < mostLooks; look += 1) {
    if (isSo()) return true;
    await (look < quickLooks ? nextTurn() : pause(lookEveryMs));
  }
  return false;
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null; // gone, or not ours to see
  }
}
