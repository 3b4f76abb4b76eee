/** All processes below another, and their end: what is killed with its host leaves none. */

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { processesWhere } from '../../../src/sandbox/machine/processes.ts';

const longestMs = 30_000;

export function descendantsOf(pid: number): readonly number[] {
  const parents = new Map(processesWhere(() => true).map((one) => [one, parentOf(one)] as const));
  const isBelow = (one: number): boolean => {
    for (let at = parents.get(one), depth = 0; at !== undefined && at > 1 && depth < parents.size; at = parents.get(at), depth += 1) if (at === pid) return true;
    return false;
  };
  return [...parents.keys()].filter(isBelow);
}

/** Those that are still there when they have had their time. */
export function outliving(pids: readonly number[]): readonly number[] {
  const until = performance.now() + longestMs;
  // One at a time: older ones wait for the last that they are given alone.
  for (const pid of pids) spawnSync('tail', [`--pid=${pid}`, '-f', '/dev/null'], { timeout: Math.max(1, Math.trunc(until - performance.now())) });
  return pids.filter((pid) => parentOf(pid) > 0);
}

/** 0: it is gone, or only waits to be told so. */
function parentOf(pid: number): number {
  try {
    const [state, parent] = readFileSync(`/proc/${pid}/stat`, 'latin1').replace(/^.*\) /s, '').split(' ');
    return state === 'Z' ? 0 : Number(parent);
  } catch {
    return 0; // gone
  }
}
