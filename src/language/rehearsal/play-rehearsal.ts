/** Plays one rehearsal through the real brain, and says where the course is not the expected one. */

import type { Ir, TaskSpec } from '../../kernel/ir.ts';
import { isRefusal } from '../../kernel/refusal.ts';
import type { StandIn } from '../../ports/stand-in.ts';
import { Course } from './course.ts';
import { exampleTasks } from './example-tasks.ts';
import { judgeExpectations, type Problem } from './judge-expectations.ts';
import type { Ending } from './next-move.ts';
import type { Rehearsal } from './rehearsal.ts';
import { type Given, ScriptedChoice } from './scripted-choice.ts';
import { inputsOf, walk } from './walk.ts';

export interface Played {
  readonly course: Course;
  readonly ending: Ending;
  /** Empty: it went as expected. */
  readonly problems: readonly Problem[];
}

export interface PlayOptions {
  readonly ir: Ir;
  readonly standIn: StandIn;
}

export function tasksOf(rehearsal: Rehearsal, ir: Ir): readonly TaskSpec[] {
  return rehearsal.tasks ?? exampleTasks(ir);
}

/** The rehearsal was checked against the plan before. */
export function playRehearsal(rehearsal: Rehearsal, { ir, standIn }: PlayOptions): Played {
  const course = new Course();
  const script = new ScriptedChoice(rehearsal);
  const said = new Map(rehearsal.given.map(({ name, value }) => [name.text, value]));
  const ending = walk(ir, {
    standIn, failures: 'new', tasks: tasksOf(rehearsal, ir), inputs: inputsOf(ir, said),
    choose: (occasion) => script.choose(occasion),
    onEvents: (events, state) => {
      for (const event of events) {
        script.onEvent(event, state);
        course.add(event, state);
      }
    },
  });
  if (isRefusal(ending)) throw new Error(`Cannot rehearse it: ${ending.message}`);
  return { course, ending, problems: [...script.given.flatMap(givenProblem), ...judgeExpectations(rehearsal, course, ending)] };
}

/** A given outcome that did not come about makes the rehearsal speak of something else than it says. */
function givenProblem({ step, outcome, ended, visit, impossible }: Given): readonly Problem[] {
  const name = step.task === null ? step.text : `task ${step.task.text}: ${step.text}`;
  const { span, word } = outcome;
  if (impossible !== null) return [{ span, message: `${name}: ${impossible}`, lines: [] }];
  if (visit === null) return [{ span, message: `${name} ${word} was given, and that visit never came`, lines: [] }];
  if (ended === word || word === 'waits') return [];
  return [{ span, message: `${name} was to end ${word}, and ${ended === null ? 'is still open' : `ended ${ended}`}`, lines: [] }];
}
