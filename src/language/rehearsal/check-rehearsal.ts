/** What a rehearsal names must be in its workflow: steps, outcomes, inputs, tasks. Every fault at once. */

import type { Ir, Step, TaskSpec } from '../../kernel/ir.ts';
import { nearest } from '../nearest.ts';
import type { RehearsalFinding, RehearsalKind } from './finding-kinds.ts';
import { panelWords } from './possible-words.ts';
import type { Directive, Expectation, Rehearsal, Said, StepName } from './rehearsal.ts';
import { type Known, knownOf, splitName, stepsNamed, wordsOf } from './step-names.ts';

type Found = RehearsalFinding;

export function checkRehearsal(rehearsal: Rehearsal, ir: Ir, tasks: readonly TaskSpec[]): readonly Found[] {
  const known = knownOf(ir);
  const returned = rehearsal.directives.flatMap(({ outcomes }) => outcomes.flatMap((outcome) => [...outcome.tasks ?? [], ...outcome.followUps?.tasks ?? []]));
  const names = new Set([...tasks, ...returned].map(({ id }) => id));
  return [
    ...rehearsal.given.flatMap(({ name }) => inputFault(name, ir)),
    ...rehearsal.directives.flatMap((directive) => directiveFaults(directive, known, names)),
    ...rehearsal.expectations.flatMap((expectation) => expectationFaults(expectation, known, names)),
  ];
}

function inputFault(name: Said, ir: Ir): readonly Found[] {
  const inputs = ir.workflows.find((workflow) => workflow.name === ir.root)?.inputs ?? [];
  if (inputs.some((input) => input.name === name.text)) return [];
  return [fault('rehearsal-unknown-input', name, { message: `${ir.root} has no input ${name.text}`, known: inputs.map((input) => input.name) })];
}

function directiveFaults({ step, outcomes }: Directive, known: Known, tasks: ReadonlySet<string>): readonly Found[] {
  const lost = taskFault(step.task, tasks);
  if (isAll(lost, known)) return lost;
  const faults = nameFaults(step, known);
  if (faults.length > 0) return [...lost, ...faults];
  const steps = stepsNamed(known, step.text, within(known, step));
  const words = [...new Set(steps.flatMap((item) => wordsOf(known, item)))];
  const unknown = outcomes.filter(({ word }) => !words.includes(word)).map(({ word, span }) =>
    fault('rehearsal-unknown-outcome', { text: word, span }, { message: `${step.text} never ends with ${word}`, known: words }));
  return [...lost, ...unknown, ...outcomes.flatMap(({ members = [] }) => memberFaults(step, members, steps))];
}

/** Who is in a panel says one of its words, or fails. */
function memberFaults(name: StepName, members: readonly Said[], steps: readonly Step[]): readonly Found[] {
  if (members.length === 0) return [];
  const panels = steps.filter((step) => step.kind === 'agent' && step.panel === true);
  const words = [...new Set(panels.flatMap((step) => (step.kind === 'agent' ? [...panelWords(step), 'fail'] : [])))];
  const most = Math.max(0, ...panels.map((step) => (step.kind === 'agent' ? step.agents.length : 0)));
  return members.flatMap((member, at) => {
    if (at >= most) return [fault('rehearsal-unknown-outcome', member, { message: `${name.text} has ${most} members of a panel`, known: [] })];
    return words.includes(member.text) ? [] : [fault('rehearsal-unknown-outcome', member, { message: `a member of ${name.text} never says ${member.text}`, known: words })];
  });
}

function expectationFaults(expectation: Expectation, known: Known, tasks: ReadonlySet<string>): readonly Found[] {
  switch (expectation.kind) {
    case 'visits':
      return stepFaults(expectation.step, known, tasks);
    case 'never':
      return expectation.step.text === 'halt' ? taskFault(expectation.step.task, tasks) : stepFaults(expectation.step, known, tasks);
    case 'end':
      return expectation.at === null ? [] : stepFaults({ ...expectation.at, task: null }, known, tasks);
    case 'course': {
      const { task, span } = expectation;
      const names = expectation.steps.filter((name) => name !== 'halt' && name !== 'end');
      return [...taskFault(task, tasks), ...names.flatMap((text) => stepFaults({ text, span, task }, known, tasks))];
    }
  }
}

const within = ({ root, tasks }: Known, { task }: StepName): ReadonlySet<string> => (task === null ? root : tasks);

function stepFaults(name: StepName, known: Known, tasks: ReadonlySet<string>): readonly Found[] {
  const lost = taskFault(name.task, tasks);
  return isAll(lost, known) ? lost : [...lost, ...nameFaults(name, known)];
}

/** Where nothing grows tasks, that there is no such task says it all. */
function isAll(lost: readonly Found[], known: Known): boolean {
  return lost.length > 0 && known.tasks.size === 0;
}

/** Whatever the task: all of them run workflows of the plan. */
function nameFaults(name: StepName, known: Known): readonly Found[] {
  const there = within(known, name);
  if (stepsNamed(known, name.text, there).length === 0) {
    const steps = [...there].flatMap((item) => [...known.plan.steps.get(item)?.keys() ?? []]);
    const elsewhere = name.task === null && stepsNamed(known, name.text, known.tasks).length > 0;
    const hint = elsewhere ? { hint: `a task's step is said with its task: task NAME: ${name.text} …` } : {};
    return [fault('rehearsal-unknown-step', name, { message: `there is no step ${name.text}`, known: [...new Set(steps)], ...hint })];
  }
  const owners = [...there].filter((item) => known.plan.steps.get(item)?.has(name.text) === true);
  if (name.task !== null || splitName(name.text).workflow !== null || owners.length < 2) return [];
  return [fault('rehearsal-unclear-step', name, {
    message: `several workflows have a step ${name.text}`, known: [], hint: `say which: ${owners.map((item) => `${item}.${name.text}`).join(', ')}`,
  })];
}

function taskFault(task: Said | null, tasks: ReadonlySet<string>): readonly Found[] {
  if (task === null || tasks.has(task.text)) return [];
  return [fault('rehearsal-unknown-task', task, { message: `there is no task ${task.text}`, known: [...tasks] })];
}

interface Words {
  readonly message: string;
  readonly known: readonly string[];
  readonly hint?: string;
}

function fault(kind: RehearsalKind, { span, text: meant }: { readonly span: Said['span']; readonly text?: string }, { message, known, hint }: Words): Found {
  const [near] = meant === undefined ? [] : nearest(meant, known);
  const listed = known.length === 0 ? undefined : `there are ${known.slice(0, mostNamed).join(', ')}`;
  const said = hint ?? (near === undefined ? listed : `did you mean ${near}?`);
  return { kind, span, message, ...(said === undefined ? {} : { hint: said }) };
}

/** Names that a hint lists. */
const mostNamed = 20;
