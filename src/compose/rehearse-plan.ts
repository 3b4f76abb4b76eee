/** Rehearses a plan in memory: the real brain, and stand-ins for all else. Nothing is journaled. */

import { seededRandom } from '../hands/seeded-random.ts';
import { standIn } from '../hands/stand-in.ts';
import type { Ir } from '../kernel/ir.ts';
import { isRefusal } from '../kernel/refusal.ts';
import { Course, type CourseFrame, type Visited } from '../language/rehearsal/course.ts';
import { exampleTasks } from '../language/rehearsal/example-tasks.ts';
import type { Ending } from '../language/rehearsal/next-move.ts';
import { well } from '../language/rehearsal/place.ts';
import { courseLines, endingText } from '../language/rehearsal/print-course.ts';
import { randomChoice } from '../language/rehearsal/random-choice.ts';
import { inputsOf, walk } from '../language/rehearsal/walk.ts';

export interface RehearsedPlan {
  readonly workflow: string;
  readonly ending: Ending;
  readonly visits: readonly Visited[];
  readonly frames: readonly CourseFrame[];
  /** For people. */
  readonly lines: readonly string[];
  readonly end: string;
}

/** Without a seed everything goes well; with one, the seed decides how each step ends. */
export function rehearsePlan(ir: Ir, seed: number | null): RehearsedPlan {
  const course = new Course();
  const ending = walk(ir, {
    standIn, failures: 'new', tasks: exampleTasks(ir), inputs: inputsOf(ir),
    choose: seed === null ? () => well : randomChoice(seededRandom(seed)),
    onEvents: (events, state) => events.forEach((event) => course.add(event, state)),
  });
  if (isRefusal(ending)) throw new Error(`The brain refused to start: ${ending.message}`);
  return {
    workflow: ir.root, ending, visits: course.visits, frames: course.frames,
    lines: courseLines(course), end: endingText(ending),
  };
}
