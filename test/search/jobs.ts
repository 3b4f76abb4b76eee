/** What the search is made of: a world to exhaust, or a planted bug to find. Each is a job for one thread. */

import { explore, type Broken } from './explore.ts';
import { plantedBugs } from './planted/planted-bugs.ts';
import { worlds } from './worlds.ts';

export type Job =
  | { readonly kind: 'world'; readonly name: string; readonly long: boolean }
  | { readonly kind: 'bug'; readonly id: string };

export interface Report {
  readonly job: Job;
  readonly title: string;
  readonly states: number;
  readonly transitions: number;
  readonly seconds: number;
  readonly exhausted: boolean;
  readonly broken: Broken | null;
}

/** States within which a planted bug must be found in its world. */
const mostForBugs = 15_000;

/** What can be asked for by name. */
export function jobNames(): readonly string[] {
  return [...Object.keys(worlds), 'planted', ...plantedBugs.map(({ id }) => id)];
}

export function allJobs(long: boolean, only: readonly string[]): readonly Job[] {
  const wanted = (name: string): boolean => only.length === 0 || only.includes(name);
  return [
    ...Object.keys(worlds).filter(wanted).map((name): Job => ({ kind: 'world', name, long })),
    ...plantedBugs.filter(({ id }) => wanted('planted') || only.includes(id)).map(({ id }): Job => ({ kind: 'bug', id })),
  ];
}

export function perform(job: Job): Report {
  const start = performance.now();
  const explored = job.kind === 'world' ? exploreWorld(job.name, job.long) : exploreBug(job.id);
  const { states, transitions, exhausted, broken, world } = explored;
  const title = job.kind === 'world' ? world : `${job.id} in ${world}`;
  return { job, title, states, transitions, exhausted, broken, seconds: (performance.now() - start) / 1000 };
}

function exploreWorld(name: string, long: boolean): ReturnType<typeof explore> {
  const make = worlds[name];
  if (make === undefined) throw new Error(`Cannot search ${name}: the worlds are ${Object.keys(worlds).join(', ')}`);
  return explore(make({ long }));
}

function exploreBug(id: string): ReturnType<typeof explore> {
  const bug = plantedBugs.find((one) => one.id === id);
  const make = worlds[bug?.world ?? ''];
  if (bug === undefined || make === undefined) throw new Error(`Cannot look for ${id}: no such bug, or its world is not there`);
  return explore({ ...make({ long: false }), most: mostForBugs }, { brain: bug.brain, rule: bug.rule, hashEvery: bug.rule === 'R5' ? 1 : 1_000 });
}
