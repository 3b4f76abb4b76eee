/**
 * What a leaf should know besides its line: the run's inputs, what earlier steps returned, the
 * contract that it works to, and what the units that it needs have left on the stack.
 *
 * The exact exported signatures of those are not facts of the journal. They follow from the commit
 * that is named here, and from the paths: a hand reads them from there into the order's prompt.
 */

import { must } from './assert.ts';
import { frameRow, pathsOf, taskRow, unitRow } from './decide/look.ts';
import { type GivenInput, inputsOf } from './inputs.ts';
import type { Frame, Said, Task } from './rows.ts';
import type { State } from './state.ts';

export interface OrderContext {
  /** What the run was started with, by name. */
  readonly given: readonly (readonly [string, string])[];
  /** What the inputs of the step's own workflow hold. */
  readonly inputs: readonly GivenInput[];
  /** Digests of the prompts and other files that the run froze (E4), by path. */
  readonly files: readonly (readonly [string, string])[];
  /** The task's contract, or that of the other half of its unit. */
  readonly contract: string | null;
  /** What it needs has landed: the nearest needs alone. */
  readonly needs: readonly NeededTask[];
  /** Digests of plans and data: of its own workflow first, then of those that led there. */
  readonly returned: readonly Returned[];
  /** What people and agents last said in the steps of its own workflow. */
  readonly said: readonly Said[];
}

export interface NeededTask {
  readonly task: string;
  readonly title: string;
  readonly contract: string | null;
  /** `null`: it landed without a change. */
  readonly commit: string | null;
  readonly paths: readonly string[];
}

export interface Returned {
  readonly workflow: string;
  readonly step: string;
  readonly digest: string;
}

export function contextOf(state: State, frame: Frame, task: Task | null): OrderContext {
  const { inputs, files } = state.run;
  return {
    given: inputs, inputs: inputsOf(state, frame), files,
    contract: task === null ? null : contractOf(state, task),
    needs: task === null ? [] : unitRow(state, task.unit).needs.flatMap((unit) => neededTasks(state, unit)),
    returned: returnedTo(state, frame),
    said: frame.said ?? [],
  };
}

function contractOf(state: State, task: Task): string | null {
  const { test, main } = unitRow(state, task.unit);
  const other = task.id === main ? test : main;
  return task.spec.contract ?? (other === null ? null : taskRow(state, other).spec.contract ?? null);
}

function neededTasks(state: State, id: string): readonly NeededTask[] {
  const { test, main, commit, changes } = unitRow(state, id);
  const paths = pathsOf(changes);
  return [main, test].flatMap((task) => {
    if (task === null) return [];
    const row = taskRow(state, task);
    return [{ task, title: row.spec.title, contract: contractOf(state, row), commit, paths }];
  });
}

/** A task is told what the workflow returned that grew it, and a called workflow what its caller had. */
function returnedTo(state: State, frame: Frame): readonly Returned[] {
  const found = frame.returned.map(({ step, digest }) => ({ workflow: frame.workflow, step, digest }));
  if (frame.parent === null) return found;
  const visit = must(state.visits.get(frame.parent), frame.parent);
  return [...found, ...returnedTo(state, frameRow(state, visit.frame))];
}
