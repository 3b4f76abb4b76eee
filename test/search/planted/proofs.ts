/** Bugs of evidence and landing: E1–E8, B1–B5. */

import { emptyClaims } from '../../../src/kernel/claims-index.ts';
import type { Event } from '../../../src/kernel/event.ts';
import type { KernelBrain } from '../../../src/kernel/brain.ts';
import type { Change, GateFact, GatesFact } from '../../../src/kernel/facts.ts';
import type { Evidence, Probe } from '../../../src/kernel/rows.ts';
import { brain as kernel } from '../../../src/kernel/brain.ts';
import { isRefusal } from '../../../src/kernel/refusal.ts';
import {
  changing, deciding, editRows, evolving, hearing, isOf, leavingOut, type PlantedBug, saying, withPlan,
} from './plant.ts';

/** Hears gates say something else than they said. */
const misheard = (change: (gate: GateFact) => GateFact): PlantedBug['brain'] => hearing((command) => {
  if (command.type !== 'report' || command.result.type !== 'gates') return command;
  return { ...command, result: { ...command.result, gates: command.result.gates.map(change) } };
});

/** Takes what a hand said of a prefix for what it should have said; what it lands as is as was said. */
function credulous(mend: (fact: GatesFact, probe: Probe) => GatesFact): KernelBrain {
  return {
    ...kernel,
    decide(state, command) {
      const probe = command.type === 'report' ? state.probes.get(command.order) : undefined;
      if (probe === undefined || command.type !== 'report' || command.result.type !== 'gates') return kernel.decide(state, command);
      const said = command.result.commits ?? [];
      const decision = kernel.decide(state, { ...command, result: mend(command.result, probe) });
      if (isRefusal(decision)) return decision;
      return decision.map((event: Event): Event => (isOf(event, 'Landed') ? { ...event, to: said.at(-1) ?? '', commits: said.slice(-event.units.length) } : event));
    },
  };
}

/** Takes the paths of a patch for others; what it takes is what was reported. */
function overlooking(see: (path: string) => string): KernelBrain {
  return {
    ...kernel,
    decide(state, command) {
      if (command.type !== 'report' || command.result.type !== 'ended' || command.result.patch === undefined) return kernel.decide(state, command);
      const { patch } = command.result;
      const changes = patch.changes.map((change): Change => ({ ...change, path: see(change.path) }));
      const decision = kernel.decide(state, { ...command, result: { ...command.result, patch: { ...patch, changes } } });
      if (isRefusal(decision)) return decision;
      return decision.map((event: Event): Event => (isOf(event, 'PatchTaken') ? { ...event, changes: patch.changes } : event));
    },
  };
}

export const proofBugs: readonly PlantedBug[] = [
  { id: 'red-is-green', rule: 'E1', describe: 'any exit code is green', world: 'units', brain: misheard((gate) => ({ ...gate, exit: 0 })) },
  {
    id: 'any-path', rule: 'E2', describe: 'a patch outside what the task may write is taken', world: 'units',
    brain: overlooking((path) => path.replace('else.md', 'a.ts')),
  },
  {
    id: 'path-twice', rule: 'E2', describe: 'a patch that names a path twice is taken', world: 'leases',
    brain: changing('PatchTaken', (event) => ({ ...event, changes: [...event.changes, ...event.changes.slice(0, 1)] })),
  },
  {
    id: 'untaken-is-work', rule: 'E2', describe: 'a leaf of which nothing could be taken has its word', world: 'leases',
    brain: hearing((command) => {
      if (command.type !== 'report' || command.result.type !== 'ended') return command;
      const { untaken: _, ...result } = command.result;
      return { ...command, result };
    }),
  },
  {
    id: 'code-writes-tests', rule: 'E2', describe: 'a step that writes code changes the tests', world: 'publish',
    brain: overlooking((path) => path.replace('.test.ts', '.ts')),
  },
  {
    id: 'tests-removed', rule: 'E2', describe: 'a test is removed, and no person has seen it', world: 'units',
    brain: deciding((state) => {
      editRows(state.lines, (line) => (line.patch === null ? null : {
        ...line, approvals: [...line.approvals, { step: 'nobody', patch: line.patch, by: ['nobody'], person: true }],
      }));
      return state;
    }),
  },
  {
    id: 'green-on-nothing', rule: 'E3', describe: 'an empty patch is green', world: 'units',
    brain: deciding((state) => {
      editRows(state.tasks, (task) => ({ ...task, spec: { ...task.spec, mayBeEmpty: true } }));
      return state;
    }),
  },
  {
    id: 'unapproved', rule: 'E5', describe: 'what nobody approved is queued', world: 'units',
    brain: {
      ...deciding((state) => withPlan(state, 'approvals', (ir) => ({
        ...ir,
        workflows: ir.workflows.map((one) => ({ ...one, steps: one.steps.map((step) => (step.kind === 'land' ? { ...step, approvedBy: [] } : step)) })),
      }))),
      evolve: (state, event) => (event.type === 'ApprovalGiven' ? state : kernel.evolve(state, event)),
    },
  },
  {
    id: 'no-authors', rule: 'E5', describe: 'nobody is known to have written a patch', world: 'units',
    brain: changing('PatchTaken', (event) => ({ ...event, authors: [] })),
  },
  {
    id: 'silence-approves', rule: 'E5', describe: 'a split panel approves', world: 'leases',
    brain: saying((events, state) => {
      const ended = events.find((event) => event.type === 'VisitEnded' && event.outcome === 'split');
      const line = state.lines.get('@');
      if (ended === undefined || line?.patch === null || line === undefined) return events;
      return [{ type: 'ApprovalGiven', at: state.run.clock, line: '@', approval: { step: 'look', patch: line.patch, by: ['r'] } }, ...events];
    }),
  },
  {
    id: 'approval-survives', rule: 'E6', describe: 'an approval holds for the next patch as well', world: 'units',
    brain: evolving('PatchTaken', (state, event, before) => {
      const line = state.lines.get(event.line);
      if (line !== undefined) state.lines.set(event.line, { ...line, approvals: before.lines.get(event.line)?.approvals ?? [] });
    }),
  },
  {
    id: 'evidence-survives', rule: 'E6', describe: 'a green holds on another base', world: 'landing',
    brain: evolving('LineRebased', (state, event, before) => {
      const line = state.lines.get(event.line);
      if (line !== undefined && event.keeps) state.lines.set(event.line, { ...line, evidence: before.lines.get(event.line)?.evidence ?? [] });
    }),
  },
  {
    id: 'approval-lost', rule: 'E6', describe: 'a transplant voids what was approved', world: 'units',
    brain: evolving('LineRebased', (state, event) => {
      const line = state.lines.get(event.line);
      if (line !== undefined) state.lines.set(event.line, { ...line, approvals: [] });
    }),
  },
  {
    id: 'told-green', rule: 'E7', describe: 'that an agent says well counts as a gate', world: 'units',
    brain: saying((events) => events.flatMap((event): readonly Event[] => {
      if (!isOf(event, 'PatchTaken')) return [event];
      const { at, line, candidate, patch } = event;
      const item = { gate: 'unit', outcome: 'green' as const, base: 'c0', patch, candidate, sandbox: '', exit: 0, tests: null, log: null };
      return [event, { type: 'EvidenceTaken', at, line, candidate, evidence: [item] }];
    })),
  },
  {
    id: 'forgets-expected', rule: 'E8', describe: 'a test that was red need not be among those that pass', world: 'repair',
    brain: deciding((state) => {
      editRows(state.units, (unit) => (unit.held === null ? null : { ...unit, held: { ...unit.held, expects: [] } }));
      return state;
    }),
  },
  {
    id: 'uncontrolled', rule: 'T8', describe: 'tests alone are admitted where nothing can show that they can fail', world: 'lone-tests',
    brain: deciding((state, command) => {
      if (command.type !== 'report' || command.result.type !== 'ended') return state;
      return withPlan(state, 'controls', (ir) => ({ ...ir, gates: ir.gates.map(({ control: _control, ...gate }) => gate) }));
    }),
  },
  {
    id: 'old-failure', rule: 'T8', describe: 'a failure that a red base had already proves tests red', world: 'repair',
    brain: deciding((state, command) => {
      const isLine = command.type === 'report' && state.orders.get(command.order)?.kind === 'gate';
      return isLine ? Object.assign(state, { landing: { ...state.landing, redBase: null, tipOutcome: 'green' } }) : state;
    }),
  },
  { id: 'toothless', rule: 'E8', describe: 'a gate that cannot be red is green', world: 'landing', brain: misheard((gate) => ({ ...gate, control: 'red' })) },
  {
    id: 'other-commit', rule: 'B1', describe: 'the tip moves to a commit that no gate has seen', world: 'landing',
    brain: changing('Landed', (event) => ({ ...event, to: 'cffffffff' })),
  },
  {
    id: 'unmoved', rule: 'B1', describe: 'a commit that was there before is a landing', world: 'landing',
    brain: credulous((fact, { from }) => (fact.commits?.includes(from) === true ? { ...fact, commits: fact.commits.map((_, at) => `${from}!${at}`) } : fact)),
  },
  {
    id: 'other-prefix', rule: 'E1', describe: 'gates that ran elsewhere judge a prefix', world: 'landing',
    brain: credulous((fact, { from }) => ({ ...fact, base: from, patch: null })),
  },
  {
    id: 'any-sandbox', rule: 'E1', describe: 'gates that ran outside their sandbox judge a prefix', world: 'landing',
    brain: credulous((fact) => ({ ...fact, sandbox: 'box' })),
  },
  {
    id: 'measured-anywhere', rule: 'E1', describe: 'a number from outside the sandbox counts as measured', world: 'explore',
    brain: deciding((state, command) => (command.type === 'report' && command.result.type === 'measured'
      ? withPlan(state, 'unboxed', (ir) => ({ ...ir, sandboxes: [], gates: ir.gates.map(({ sandbox: _sandbox, ...gate }) => gate) })) : state)),
  },
  {
    id: 'better-by-word', rule: 'E7', describe: 'a candidate is better, whatever was measured', world: 'explore',
    brain: saying((events, state) => events.map((event): Event => {
      const gate = event.type === 'VisitEnded' && event.outcome === 'same' ? state.visits.get(event.visit)?.step : undefined;
      return event.type === 'VisitEnded' && gate === 'time' ? { ...event, outcome: 'better' } : event;
    })),
  },
  {
    id: 'noise-without-end', rule: 'E7', describe: 'no difference is beyond the noise', world: 'explore',
    brain: hearing((command) => (command.type === 'report' && command.result.type === 'measured'
      ? { ...command, result: { ...command.result, baseValues: command.result.values } } : command)),
  },
  {
    id: 'toothless-proof', rule: 'T8', describe: 'a gate that asserts nothing proves tests red', world: 'units',
    brain: {
      ...kernel,
      decide(state, command) {
        if (command.type !== 'report' || command.result.type !== 'gates') return kernel.decide(state, command);
        const said = command.result;
        const gates = said.gates.map((gate): GateFact => (gate.exit === 0 && gate.control === 'green' ? { ...gate, exit: 1 } : gate));
        const decision = kernel.decide(state, { ...command, result: { ...said, gates } });
        if (isRefusal(decision)) return decision;
        const asItWas = (item: Evidence): Evidence => ({ ...item, exit: said.gates.find(({ gate }) => gate === item.gate)?.exit ?? item.exit });
        return decision.map((event): Event => (isOf(event, 'EvidenceTaken') ? { ...event, evidence: event.evidence.map(asItWas) } : event));
      },
    },
  },
  {
    id: 'stale-tip', rule: 'B1', describe: 'a landing says that it stands on the base of the run', world: 'landing',
    brain: changing('Landed', (event, state) => ({ ...event, from: state.run.base })),
  },
  {
    id: 'other-order', rule: 'B2', describe: 'units land in another order than they were queued', world: 'landing',
    brain: changing('Landed', (event) => ({ ...event, units: event.units.toReversed() })),
  },
  { id: 'prefix-stays', rule: 'B3', describe: 'a prefix with an ejected unit is still judged', world: 'landing', brain: leavingOut('ProbeVoided') },
  {
    id: 'all-void', rule: 'B3', describe: 'a red prefix voids every other', world: 'landing',
    brain: saying((events, state) => {
      const red = events.find((event) => isOf(event, 'ProbeJudged') && event.outcome === 'red');
      if (red === undefined || !isOf(red, 'ProbeJudged') || events.some(({ type }) => type === 'Ejected')) return events;
      const others = state.landing.probes.filter((order) => order !== red.order);
      return [...events, ...others.map((order): Event => ({ type: 'ProbeVoided', at: red.at, order, why: '' }))];
    }),
  },
  {
    id: 'innocent-ejected', rule: 'T3', describe: 'a unit is ejected where its gates could not be run', world: 'landing',
    brain: saying((events, state) => events.flatMap((event): readonly Event[] => {
      const unit = isOf(event, 'ProbeVoided') && event.faults !== undefined ? state.probes.get(event.order)?.units[0] : undefined;
      return unit === undefined ? [event] : [event, { type: 'Ejected', at: event.at, unit, why: 'fault', failure: null }];
    })),
  },
  {
    id: 'red-kept', rule: 'B3', describe: 'a prefix is known red that contains what was dropped', world: 'landing',
    brain: evolving('UnitDropped', (state, _event, before) => Object.assign(state, { landing: { ...state.landing, redUnit: before.landing.redUnit } })),
  },
  {
    id: 'over-a-revert', rule: 'L5', describe: 'what the root lands does not heed what is being reverted', world: 'revert',
    brain: deciding((state, command) => {
      const isRoot = command.type === 'report' && command.order.startsWith('@/');
      return isRoot ? Object.assign(state, { claims: emptyClaims() }) : state;
    }),
  },
  { id: 'patch-nuked', rule: 'B4', describe: 'what is dropped leaves no patch for people', world: 'landing', brain: leavingOut('PatchQuarantined') },
  {
    id: 'older-nuked', rule: 'B4', describe: 'a patch that another replaces is deleted', world: 'units',
    brain: evolving('PatchTaken', (state, event, before) => {
      const old = before.lines.get(event.line)?.patch ?? null;
      if (old !== null && old !== event.patch) state.patches.delete(`${old} ${event.line}`);
    }),
  },
  {
    id: 'base-never-red', rule: 'B5', describe: 'tasks start on a red base', world: 'landing',
    brain: {
      ...kernel,
      decide(state, command) {
        const isBase = command.type === 'report' && state.landing.baseOrder === command.order;
        if (!isBase || command.result.type !== 'gates' || command.result.gates[0]?.exit === 0) return kernel.decide(state, command);
        const gates = command.result.gates.map((gate): GateFact => ({ ...gate, exit: 0 }));
        const decision = kernel.decide(state, { ...command, result: { ...command.result, gates } });
        if (isRefusal(decision)) return decision;
        return decision.map((event: Event): Event => (isOf(event, 'BaseJudged') ? { ...event, outcome: 'red' } : event));
      },
    },
  },
  {
    id: 'base-not-judged', rule: 'B5', describe: 'tasks start before the base was judged', world: 'landing',
    brain: deciding((state) => Object.assign(state, { landing: { ...state.landing, tipOutcome: 'green' } })),
  },
];
