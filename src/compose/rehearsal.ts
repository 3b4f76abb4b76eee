/** Puts a rehearsal together: its plan, its course, its clock, its chance and its name. */

import { featureCourse } from '../hands/feature-course.ts';
import { plainCourse } from '../hands/course.ts';
import { rehearse, type RehearsalParts } from '../hands/rehearse.ts';
import { seededRandom } from '../hands/seeded-random.ts';
import { ManualClock } from '../host/manual-clock.ts';
import { newRunId } from '../host/new-run-id.ts';
import type { Ir } from '../kernel/ir.ts';
import { exampleTasks } from '../language/rehearsal/example-tasks.ts';
import type { Blobs } from '../ports/blobs.ts';
import type { Plan } from './plan-file.ts';

/** When a rehearsal with a seed begins: 2026-01-01, 9:00. */
const seededStart = Date.UTC(2026, 0, 1, 9);
/** What stands in for the commit that a repository would be at. */
export const rehearsedBase = 'rehearsal';

export interface Wanted {
  readonly plan: Plan;
  readonly isFeature: boolean;
  readonly seed: number | null;
}

export interface Surroundings {
  readonly blobs: Blobs;
  readonly isTaken: (run: string) => boolean;
}

export interface Facts {
  readonly ir: Ir;
  readonly base: string;
  readonly files: readonly (readonly [string, string])[];
}

export interface Prepared {
  readonly run: string;
  readonly clock: ManualClock;
  readonly facts: Facts;
  readonly parts: Pick<RehearsalParts, 'course' | 'random'>;
  readonly rehearse: typeof rehearse;
}

export async function rehearsalOf(wanted: Wanted, { blobs, isTaken }: Surroundings): Promise<Prepared> {
  const { plan: { ir, files }, seed } = wanted;
  const clock = new ManualClock(seed === null ? Date.now() : seededStart);
  const random = seed === null ? Math.random : seededRandom(seed);
  const run = newRunId({ workflow: ir.root, at: clock.now(), random, isTaken });
  for (const { text } of files) await blobs.put(new TextEncoder().encode(text));
  const course = wanted.isFeature ? featureCourse : plainCourse(ir, exampleTasks(ir));
  return {
    run, clock, rehearse,
    facts: { ir, base: rehearsedBase, files: files.map(({ name, digest }) => [name, digest] as const) },
    parts: { course, random },
  };
}
