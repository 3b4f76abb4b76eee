/** Faults of units and of what judges a task (T8). */
import type { AdmissionContext } from './admission.ts';
import { maxControlLength, maxJudges } from './caps.ts';
import { blame } from './fault.ts';
import type { Examined, Fault } from './fault.ts';
import type { TaskSpec } from './ir.ts';
import { isName, nameRule } from './name.ts';
import { pathFault } from './path.ts';
import { isIn } from './path-classes.ts';
import { counted, listed, quoted } from './phrase.ts';
import { tasksOf } from './units.ts';
import type { PlanView, UnitGroup, UnitGroups } from './units.ts';

/** A plan, and where the faults of its units are put. */
export interface ExaminedPlan extends PlanView {
  readonly faults: Fault[];
}

/** Whether each unit is one task or a pair, under a name that nothing else has. */
export function unitFaults(examined: ExaminedPlan, context: AdmissionContext): void {
  for (const group of examined.groups.all) {
    if (group.name === null || !isName(group.name)) continue;
    if (group.paired) nameFaults(examined, group, context);
    else if (group.members.length > 1) examined.faults.push(wrongGroup(group, examined.plan));
  }
}

/** What judges a task: its partner, existing tests, or a control that turns the gate red. */
export function judgeFaults(examined: Examined, context: AdmissionContext, groups: UnitGroups): void {
  const { task, place } = examined;
  if (task.unit !== undefined && !isName(task.unit)) {
    blame(examined, 'T8', { found: `is of the unit ${quoted(task.unit)}`, instead: `name a unit with ${nameRule}` });
  }
  const alone = groups.all[groups.of[place] ?? 0]?.members.length === 1;
  if (task.kind === 'code' && alone && (task.judgedBy ?? []).length === 0) {
    blame(examined, 'T8', {
      found: 'is code that nothing judges',
      instead: 'give it a test task in the same `unit`, or name in `judgedBy` the existing tests that judge it',
    });
  }
  controlFaults(examined, alone, context);
  if (task.kind === 'test' && !alone && task.mayBeEmpty === true) {
    blame(examined, 'T8', {
      found: 'is the test task of a unit and has `mayBeEmpty`',
      instead: 'leave `mayBeEmpty` out; the code task of the unit may have it',
    });
  }
  if (task.judgedBy !== undefined) judgedByFaults(examined, task.judgedBy, context);
}

/** A test task alone is green on its base, and red under its control: both have to be there. */
function controlFaults(examined: Examined, alone: boolean, context: AdmissionContext): void {
  const control = examined.task.control ?? '';
  if (examined.task.kind === 'test' && alone && control.trim() === '') {
    blame(examined, 'T8', {
      found: 'is a test task without a code task and without `control`',
      instead: 'put it into one `unit` with the code task that it judges, '
        + 'or say in `control` which revert or mutation makes it fail',
    });
  }
  if (examined.task.kind === 'test' && alone && !context.testsAreControlled) {
    blame(examined, 'T8', {
      found: 'is a test task without a code task, and no gate of the landing that judges tests has a control',
      instead: 'put it into one `unit` with the code task that it judges; a gate with a control is for a person to declare',
    });
  }
  if (control.length > maxControlLength) {
    blame(examined, 'T8', {
      found: `has a control of ${control.length} characters`,
      instead: `at most ${maxControlLength}`,
    });
  }
}

function judgedByFaults(examined: Examined, judges: readonly string[], context: AdmissionContext): void {
  const { kind } = examined.task;
  if (kind !== 'code' && kind !== 'refactor' && judges.length > 0) {
    blame(examined, 'T8', {
      found: `is of kind ${quoted(kind)} and has \`judgedBy\``,
      instead: 'only code and refactor tasks have `judgedBy`',
    });
    return;
  }
  if (judges.length > maxJudges) {
    blame(examined, 'T8', { found: `names ${judges.length} tests in \`judgedBy\``, instead: `at most ${maxJudges}` });
  }
  for (const path of judges.slice(0, maxJudges)) {
    const wrong = judgeFault(path, context);
    if (wrong === null) continue;
    blame(examined, 'T8', { found: `is judged by ${quoted(path)}, which ${wrong}`, instead: testsHere(context) });
  }
}

function judgeFault(path: string, context: AdmissionContext): string | null {
  const fault = pathFault(path);
  if (fault !== null) return fault;
  if (!isIn('tests', path, context.classes)) return 'is not a test';
  return context.exists?.(path) === false ? 'does not exist' : null;
}

function testsHere(context: AdmissionContext): string {
  return `name existing files, one by one, that match ${listed(context.classes.tests)}`;
}

function nameFaults(examined: ExaminedPlan, group: UnitGroup, context: AdmissionContext): void {
  const name = group.name ?? '';
  const place = examined.places.get(name);
  const other = place !== undefined && !group.members.includes(place);
  if (!other && !context.taken(name)) return;
  const found = other ? `unit ${quoted(name)} has the name of a task that is not its own`
    : `unit ${quoted(name)} has a name that the run knows already`;
  const first = tasksOf(group, examined.plan)[0]?.id ?? null;
  examined.faults.push({ rule: 'T8', task: first, found, instead: 'give the unit a name that nothing else has' });
}

function wrongGroup(group: UnitGroup, plan: readonly TaskSpec[]): Fault {
  const tasks = tasksOf(group, plan);
  const members = listed(tasks.map(({ id, kind }) => `${id} (${kind})`));
  const found = `unit ${quoted(group.name ?? '')} has ${counted(tasks.length, 'task')}: ${members}`;
  const instead = 'a unit is one task, or one test task and the one code task that it judges';
  return { rule: 'T8', task: tasks[0]?.id ?? null, found, instead };
}
