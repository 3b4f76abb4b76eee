/** Bugs of tasks: L5, T1–T8, E4. */

import { emptyClaims } from '../../../src/kernel/claims-index.ts';
import { chainAdd } from '../../../src/kernel/chain.ts';
import type { Event } from '../../../src/kernel/event.ts';
import type { TaskSpec } from '../../../src/kernel/ir.ts';
import { brain as kernel } from '../../../src/kernel/brain.ts';
import { isRefusal } from '../../../src/kernel/refusal.ts';
import type { KernelBrain } from '../../../src/kernel/brain.ts';
import {
  answering, changing, deciding, editRows, evolving, isOf, leavingOut, type PlantedBug, saying, withLimits, withPlan, withSteps,
} from './plant.ts';

/** Admits whatever is returned: what is bad in it is hidden from admission. */
function admitting(pass: (tasks: readonly TaskSpec[]) => readonly TaskSpec[]): KernelBrain {
  return {
    ...kernel,
    decide(state, command) {
      if (command.type !== 'report' || command.result.type !== 'ended') return kernel.decide(state, command);
      const { tasks = [], followUps = [] } = command.result;
      const result = {
        ...command.result,
        ...(tasks.length > 0 ? { tasks: pass(tasks) } : {}), ...(followUps.length > 0 ? { followUps: pass(followUps) } : {}),
      };
      const decision = kernel.decide(state, { ...command, result });
      if (isRefusal(decision)) return decision;
      return decision.map((event: Event): Event => {
        if (isOf(event, 'PlanReturned')) return { ...event, tasks };
        return isOf(event, 'FollowUpsAdmitted') ? { ...event, tasks: followUps } : event;
      });
    },
  };
}

const first = (tasks: readonly TaskSpec[]): readonly TaskSpec[] => tasks.filter(({ id }, index) => tasks.findIndex((task) => task.id === id) === index);

/** Every grow has a workflow for documents. */
const takingDocs = withSteps('documents', (step) => (step.kind === 'grow'
  ? { ...step, workflows: [...step.workflows, ...step.workflows.slice(0, 1).map((item) => ({ ...item, kind: 'docs' as const }))] } : step));

export const taskBugs: readonly PlantedBug[] = [
  {
    id: 'session-goes-along', rule: 'T7', describe: 'the sessions of the branch that is picked are those of the line that it was forked from', world: 'explore',
    brain: evolving('ExplorePicked', (state, { frame }) => {
      const [owner, picked] = [state.lines.get('@'), state.lines.get(frame)];
      if (owner !== undefined && picked?.sessions !== undefined) state.lines.set('@', { ...owner, sessions: picked.sessions });
    }),
  },
  {
    id: 'session-of-the-run', rule: 'T7', describe: 'sessions of all branches are kept on one line', world: 'explore',
    brain: changing('SessionKept', (event) => ({ ...event, line: '@' })),
  },
  {
    id: 'parallel-ignored', rule: 'L5', describe: 'more tasks at once than the grow allows', world: 'people',
    brain: withSteps('parallel', (step) => (step.kind === 'grow' ? { ...step, parallel: 99 } : step)),
  },
  {
    id: 'overlap', rule: 'L5', describe: 'two tasks hold paths that overlap', world: 'follow-ups',
    brain: deciding((state) => ({ ...state, claims: emptyClaims() })),
  },
  {
    id: 'claims-given-up', rule: 'L5', describe: 'claims are free as soon as a unit is queued', world: 'landing',
    brain: evolving('UnitQueued', (state, { unit }) => {
      const row = state.units.get(unit);
      if (row !== undefined) state.units.set(unit, { ...row, holdsClaims: false });
    }),
  },
  { id: 'id-twice', rule: 'T1', describe: 'a plan in which an id is twice is admitted', world: 'units', brain: admitting(first) },
  {
    id: 'dangling-need', rule: 'T1', describe: 'a plan that needs what is not there is admitted', world: 'units',
    brain: admitting((tasks) => first(tasks).map((task) => ({ ...task, needs: [] }))),
  },
  {
    id: 'follow-up-elsewhere', rule: 'T5', describe: 'a follow-up writes what its parent may not', world: 'follow-ups',
    brain: admitting((tasks) => tasks.map((task) => ({ ...task, writes: [`src/p/${task.id}.ts`] }))),
  },
  {
    id: 'needs-ignored', rule: 'T2', describe: 'a task may start before what it needs has landed', world: 'follow-ups',
    brain: evolving('FollowUpsAdmitted', (state) => {
      editRows(state.units, (unit) => {
        if (unit.status !== 'blocked') return null;
        chainAdd(state.chains, 'fresh', unit.id);
        return { ...unit, status: 'startable' as const };
      });
    }),
  },
  {
    id: 'old-base', rule: 'T2', describe: 'a task starts on the base of the run in place of the tip', world: 'follow-ups',
    brain: changing('UnitStarted', (event, state) => ({ ...event, base: state.run.base })),
  },
  { id: 'retries-for-ever', rule: 'T3', describe: 'an order is retried without an end', world: 'leases', brain: withLimits({ retries: 99 }) },
  {
    id: 'attempts-for-ever', rule: 'T3', describe: 'a step is entered beyond its cap', world: 'leases',
    brain: withSteps('max', (step) => ({ ...step, max: 99 })),
  },
  {
    id: 'no-backoff', rule: 'T3', describe: 'a retry comes at once', world: 'leases',
    brain: changing('LeaseEnded', (event) => (event.again === null ? event : { ...event, again: event.at })),
  },
  {
    id: 'rate-limits-for-ever', rule: 'T3', describe: 'a rate limit never ends an order', world: 'leases',
    brain: withLimits({ rateLimits: 99 }),
  },
  { id: 'deaf-parent', rule: 'T4', describe: 'a parent does not hear that its follow-up has ended', world: 'follow-ups', brain: leavingOut('ChildEnded') },
  {
    id: 'lost-wake', rule: 'T4', describe: 'a task sleeps where nobody wakes it', world: 'follow-ups',
    brain: changing('UnitSlept', (event) => ({ ...event, on: 'nowhere' })),
  },
  { id: 'no-prefix', rule: 'T4', describe: 'nobody is asked to judge the queue', world: 'landing', brain: leavingOut('ProbeOrdered') },
  {
    id: 'no-timer', rule: 'T4', describe: 'a question with a limit of time waits for ever', world: 'talk',
    brain: changing('QuestionAsked', (event) => ({ ...event, timeoutAt: null })),
  },
  {
    id: 'back-from-halt', rule: 'T6', describe: 'a halted unit begins anew, and nobody said so', world: 'follow-ups',
    brain: saying((events, state, command) => {
      const lost = [...state.units.entries()].find(([, unit]) => unit.status === 'dropped' || unit.status === 'halted');
      if (command.type !== 'lease' || lost === undefined || state.run.growing === null) return events;
      return [...events, { type: 'UnitReopened', at: state.run.clock, unit: lost[0], person: '' }];
    }),
  },
  {
    id: 'wish-lost', rule: 'T4', describe: 'what a person asked for by name does not begin as its plan grows', world: 'nested',
    brain: saying((events, state) => events.filter((event) => event.type !== 'UnitReopened' || typeof state.units.get(event.unit)?.askedBy !== 'string')),
  },
  {
    id: 'wish-forgotten', rule: 'T4', describe: 'what a person wants of a dropped unit is forgotten as somebody speaks', world: 'wishes',
    brain: evolving('QuestionAnswered', (state) => {
      editRows(state.units, (unit) => (unit.status === 'dropped' && typeof unit.askedBy === 'string' ? { ...unit, askedBy: null } : null));
    }),
  },
  {
    id: 'wish-in-vain', rule: 'T4', describe: 'a wish is kept where no wire leads back to its plan', world: 'wishes',
    brain: answering((state, command) => {
      const unit = command.type === 'retry' ? state.units.get(state.tasks.get(command.task ?? '')?.unit ?? '') : undefined;
      const isLost = unit?.status === 'halted' || unit?.status === 'dropped';
      if (command.type !== 'retry' || unit === undefined || !isLost || state.run.growing !== null || state.applied.has(command.id)) return null;
      return [{ type: 'RetryAsked', at: state.run.clock, unit: unit.id, person: command.person }];
    }),
  },
  {
    id: 'another-plans-grow', rule: 'T4', describe: 'a lost task begins anew in the grow of another plan', world: 'two-plans',
    brain: changing('RetryAsked', (event, { run }) => (run.growing === null ? event : { ...event, type: 'UnitReopened' })),
  },
  {
    id: 'grown-without', rule: 'T1', describe: 'a grow begins although it has no workflow for a task of its plan', world: 'one-plan-twice',
    brain: takingDocs,
  },
  {
    id: 'wish-of-another-kind', rule: 'T4', describe: 'a wish is kept where the only grow ahead has no workflow for it', world: 'one-plan-twice',
    brain: { ...kernel, decide: (state, command) => (command.type === 'retry' ? takingDocs : kernel).decide(state, command) },
  },
  {
    id: 'called-forgotten', rule: 'T6', describe: 'frames that the run has called are forgotten as they halt, and a retry has nowhere to go on', world: 'nested',
    brain: evolving('FrameHalted', (state, { in: inside }) => {
      if (inside !== undefined) state.frames.delete(inside);
    }),
  },
  {
    id: 'given-up', rule: 'T6', describe: 'a halted unit is dropped, and nobody said so', world: 'follow-ups',
    brain: saying((events, state, command) => {
      const halted = [...state.units.entries()].find(([, unit]) => unit.status === 'halted');
      if (command.type !== 'lease' || halted === undefined || state.run.growing === null) return events;
      return [...events, { type: 'UnitDropped', at: state.run.clock, unit: halted[0], why: '' }];
    }),
  },
  {
    id: 'same-again', rule: 'T7', describe: 'an attempt is made again with nothing new', world: 'people',
    brain: deciding((state) => {
      editRows(state.lines, (line) => ({ ...line, tried: [] }));
      return state;
    }),
  },
  {
    id: 'without-its-tests', rule: 'T8', describe: 'code starts on the tip, without the tests that judge it', world: 'units',
    brain: changing('FrameOpened', (event) => {
      const base = event.opens?.base.split('+')[0];
      return event.opens === null || base === undefined ? event : { ...event, opens: { ...event.opens, base } };
    }),
  },
  {
    id: 'disputed-away', rule: 'T8', describe: 'a task is dropped because its own agent disputes it', world: 'wishes',
    brain: saying((events) => (events.some((event) => event.type === 'VisitEnded' && event.outcome === 'dispute')
      ? events.map((event) => (event.type === 'UnitHalted' ? { ...event, type: 'UnitDropped' } : event)) : events)),
  },
  {
    id: 'half-a-unit', rule: 'T8', describe: 'a unit is queued without its tests', world: 'units',
    brain: changing('UnitQueued', (event) => (event.visits.length < 2 ? event : { ...event, visits: event.visits.slice(1), changes: event.changes.slice(1) })),
  },
  {
    id: 'held-lost', rule: 'T8', describe: 'the tests are let go while the code stands on them', world: 'units',
    brain: evolving('PatchTaken', (state) => {
      editRows(state.units, (unit) => (unit.held === null ? null : { ...unit, held: null }));
    }),
  },
  {
    id: 'held-elsewhere', rule: 'T8', describe: 'tests held in a called workflow are looked for in their own', world: 'nested',
    brain: evolving('PatchHeld', (state, { unit }) => {
      editRows(state.units, (row) => {
        const frame = state.frames.get(row.id === unit && row.test !== null ? row.test : '');
        return row.held === null || frame === undefined || frame.visit === null ? null : { ...row, held: { ...row.held, visit: frame.visit } };
      });
    }),
  },
  {
    id: 'plan-changed', rule: 'E4', describe: 'what an agent writes changes a cap of its own run', world: 'leases',
    brain: evolving('PatchTaken', (state) => withPlan(state, 'visits', (ir) => ({ ...ir, limits: { ...ir.limits, visits: 9 } }))),
  },
];
