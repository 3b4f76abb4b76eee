/** Bugs of the run and its people: R1–R3, R5–R7, L6, T6. */

import type { Event } from '../../../src/kernel/event.ts';
import type { Ir, Step } from '../../../src/kernel/ir.ts';
import { answering, changing, deciding, evolving, type PlantedBug, saying, withLimits, withPlan, withSteps } from './plant.ts';

let calls = 0;

function withoutPanels(ir: Ir): Ir {
  const alone = (step: Step): Step => (step.kind === 'agent' ? { ...step, panel: false } : step);
  return { ...ir, workflows: ir.workflows.map((workflow) => ({ ...workflow, steps: workflow.steps.map(alone) })) };
}

export const peopleBugs: readonly PlantedBug[] = [
  {
    id: 'paused-and-busy', rule: 'R1', describe: 'a paused run grants leases', world: 'people',
    brain: deciding((state, command) => (command.type === 'lease' && state.run.status === 'paused'
      ? Object.assign(state, { run: { ...state.run, status: 'running' } }) : state)),
  },
  {
    id: 'pause-forgotten', rule: 'R1', describe: 'a run that halted while it was paused goes on by a retry alone', world: 'people',
    brain: changing('RunHalted', ({ type, at, reason, culprits, ways }) => ({ type, at, reason, culprits, ways })),
  },
  {
    id: 'complete-and-busy', rule: 'R1', describe: 'a run that is over still does what it is told', world: 'people',
    brain: answering((state, command) => (command.type === 'lease' && state.run.status === 'aborted'
      ? [{ type: 'RunHalted', at: state.run.clock, reason: 'so', culprits: ['so'], ways: ['so'] }] : null)),
  },
  {
    id: 'other-publish', rule: 'R2', describe: 'something else is published than was approved', world: 'publish',
    brain: changing('PublishIntended', (event, state) => ({ ...event, commit: state.run.base })),
  },
  {
    id: 'anyone-publishes', rule: 'R2', describe: 'somebody who may not publish approves it', world: 'publish',
    brain: deciding((state) => withPlan(state, 'people', (ir) => ({ ...ir, people: [] }))),
  },
  {
    id: 'anyone-commands', rule: 'R2', describe: 'somebody whom the plan does not know grants more', world: 'publish',
    brain: deciding((state, command) => (command.type === 'grant' ? withPlan(state, 'people', (ir) => ({ ...ir, people: [] })) : state)),
  },
  { id: 'inbox-ignored', rule: 'R3', describe: 'tasks start however many decisions wait', world: 'people', brain: withLimits({ inbox: 99 }) },
  {
    id: 'others-inbox-ignored', rule: 'R3', describe: 'tasks start although others have filled the inbox', world: 'people',
    brain: deciding((state) => Object.assign(state, { run: { ...state.run, ceiling: { leases: null, usdMicros: null, tokens: null } } })),
  },
  {
    id: 'red-revert-dropped', rule: 'R3', describe: 'a revert that is red is dropped, and nobody is told', world: 'revert',
    brain: changing('UnitHalted', ({ at, unit, why }, state) => ({ type: typeof state.units.get(unit)?.reverts === 'string' ? 'UnitDropped' : 'UnitHalted', at, unit, why })),
  },
  {
    id: 'completes-undecided', rule: 'R3', describe: 'a run is complete while a red revert waits for a person', world: 'revert',
    brain: deciding((state, command) => ('person' in command ? state : Object.assign(state, { landing: { ...state.landing, redReverts: [] } }))),
  },
  {
    id: 'answered-twice', rule: 'L6', describe: 'an answer that was given is a grant once more', world: 'people',
    brain: answering((state, command) => {
      const given = command.type === 'answer' ? state.questions.get(command.question)?.answer : null;
      if (command.type !== 'answer' || given?.word !== command.word || state.plan === null) return null;
      return [{ type: 'Granted', at: state.run.clock, line: '@', person: command.person, guidance: null }];
    }),
  },
  {
    id: 'not-a-person', rule: 'T6', describe: 'a hand grants itself more', world: 'leases',
    brain: saying((events, state, command) => (command.type === 'report' && events.length > 0
      ? [...events, { type: 'Granted', at: state.run.clock, line: '@', person: 'A', guidance: null }] : events)),
  },
  {
    id: 'two-minds', rule: 'R5', describe: 'the same command is decided in two ways', world: 'leases',
    brain: changing('LeaseGranted', (event) => ({ ...event, deadline: event.deadline - ((calls += 1) % 2) })),
  },
  {
    id: 'deciding-changes', rule: 'R5', describe: 'deciding changes the state that it was given', world: 'leases',
    brain: answering((state, command) => {
      if (command.type === 'lease') Object.assign(state, { run: { ...state.run, startedAt: state.run.startedAt + 1 } });
      return null;
    }),
  },
  {
    id: 'time-goes-back', rule: 'R5', describe: 'an event carries the start of the run as its time', world: 'leases',
    brain: saying((events, state) => events.map((event): Event => ({ ...event, at: state.run.startedAt }))),
  },
  { id: 'turns-for-ever', rule: 'R6', describe: 'a dialogue goes on beyond its turns', world: 'talk', brain: withLimits({ turns: 99 }) },
  {
    id: 'attempts-uncounted', rule: 'R6', describe: 'a visit does not count as an attempt', world: 'leases',
    brain: evolving('VisitOpened', (state, event) => {
      const line = state.lines.get(state.frames.get(event.frame)?.line ?? '');
      if (line !== undefined) state.lines.set(line.id, { ...line, tallies: line.tallies.map((tally) => ({ ...tally, attempts: 0 })) });
    }),
  },
  { id: 'endless-talk', rule: 'R6', describe: 'a dialogue has no last turn', world: 'talk', brain: withLimits({ turns: 99 }) },
  {
    id: 'wordless-halt', rule: 'R6', describe: 'a run halts and does not say why', world: 'leases',
    brain: changing('RunHalted', (event) => ({ ...event, culprits: [] })),
  },
  {
    id: 'silent-timeout', rule: 'T7', describe: 'what ran out of time teaches nothing', world: 'leases',
    brain: changing('VisitEnded', (event) => (event.outcome === 'timeout' ? { ...event, guidance: null } : event)),
  },
  {
    id: 'member-ends-panel', rule: 'T3', describe: 'a member of a panel that is lost ends it for all', world: 'leases',
    brain: deciding((state, command) => (command.type === 'report' && command.result.type === 'fault'
      ? withPlan(state, 'no panels', (ir) => withoutPanels(ir)) : state)),
  },
  { id: 'no-progress', rule: 'R7', describe: 'the same failure again and again ends nothing', world: 'leases', brain: withLimits({ repeats: 99 }) },
  {
    id: 'endless-polls', rule: 'T3', describe: 'a poll that is pending polls for ever', world: 'talk',
    brain: withSteps('polls', (step) => (step.kind === 'wait' ? { ...step, max: 99 } : step)),
  },
];
