/**
 * Proofs: every way from a step that writes to a `land` passes each gate of the landing that judges
 * what lands there, and an approval by every group that the `land` names (E5). The kernel refuses
 * at run time as well, whatever this says.
 */
import type { GateDecl, GrowStep, LandStep, TaskKind, Workflow } from '../ir.ts';
import { listed, quoted } from '../phrase.ts';
import type { IrFaultCode } from './fault-codes.ts';
import { reachOf, writes } from './line-flow.ts';
import type { Flow, Reach, Requirement } from './line-flow.ts';
import type { IrPath, Place, Plan } from './plan.ts';
import { blameStep, calledFrom, kindsOn, placesIn } from './plan.ts';

/** Not of landings that calls lead to, or away from, which come back to themselves: what is passed there is not known. */
export function checkProofs(plan: Plan, endless: ReadonlySet<string>): void {
  const callers = callersOf(plan);
  const knotted = knottedIn(plan, callers, endless);
  const memo = { reaches: new Map(), exits: new Map() };
  const proof: Proof = { plan, memo, reaches: new Map(), starts: new Map(), callers };
  for (const place of [...plan.homes.values()].flatMap(placesIn)) {
    const { step } = place;
    if (step.kind === 'land' && !knotted.has(place.workflow.name)) checkLand(proof, { ...place, step });
    if (step.kind === 'grow') checkUnits(plan, { ...place, step });
  }
}

interface Proof {
  readonly plan: Plan;
  readonly memo: Flow['memo'];
  /** Where an open patch gets to in a workflow, by the requirement: many landings ask for the same. */
  readonly reaches: Map<Workflow, Map<string, Reach>>;
  /** Whether a workflow may start with an open patch, by its name and the requirement. */
  readonly starts: Map<string, boolean>;
  /** The workflows that call a workflow, by its name. */
  readonly callers: ReadonlyMap<string, ReadonlySet<Workflow>>;
}

/** The workflows from which an endless call can be reached, by calls and by who calls them. */
function knottedIn(plan: Plan, callers: Proof['callers'], endless: ReadonlySet<string>): ReadonlySet<string> {
  const above = new Set(endless);
  for (const name of above) for (const { name: caller } of callers.get(name) ?? []) above.add(caller);
  return new Set([...above].flatMap((name) => [...calledFrom(plan, name)]));
}

function callersOf(plan: Plan): Proof['callers'] {
  const callers = new Map<string, Set<Workflow>>();
  for (const workflow of plan.workflows.values()) {
    for (const step of workflow.steps) {
      if (step.kind !== 'call') continue;
      const known = callers.get(step.workflow);
      if (known === undefined) callers.set(step.workflow, new Set([workflow]));
      else known.add(workflow);
    }
  }
  return callers;
}

function checkLand(proof: Proof, place: Place<LandStep>): void {
  const { workflow, step } = place;
  for (const requirement of gatesBefore(proof.plan, workflow)) checkWays(proof, { place, requirement, at: [] });
  if (takesPerson(proof.plan, workflow)) checkWays(proof, { place, requirement: { kind: 'person' }, at: [] });
  for (const [at, by] of step.approvedBy.entries()) {
    // A group of which no step approves is a fault already, by `checkSteps`.
    const known = by.some((name) => workflow.steps.some((other) => other.name === name && 'approves' in other));
    if (known) checkWays(proof, { place, requirement: { kind: 'approval', by }, at: ['approvedBy', at] });
  }
}

/** T8: the tests of a unit are proved red by a gate of the landing; without one, no unit of two tasks could land. */
function checkUnits(plan: Plan, place: Place<GrowStep>): void {
  const kinds = place.step.workflows.map(({ kind }) => kind);
  if (!kinds.includes('test') || !kinds.includes('code')) return;
  const { gates, landing } = plan.ir;
  const proves = gates.some(({ name, role, kinds: judged }) =>
    role === 'tests' && landing.includes(name) && judged?.includes('test') !== false);
  if (proves) return;
  blameStep(plan, place, {
    code: 'unit-without-red-proof', at: ['workflows'],
    found: 'grows test tasks and the code that they judge, and no gate of `landing` can prove the tests red',
    instead: 'in `landing` a gate of role `tests` that judges tasks of kind `test`',
    rule: 'T8',
  });
}

/** The gates of the landing, for each kind of line that this workflow works on; any, where none judges it. */
function gatesBefore(plan: Plan, workflow: Workflow): readonly Requirement[] {
  const { ir } = plan;
  const kinds = kindsOn(plan, workflow.name);
  const judging = ir.gates.filter(({ name, kinds: judged }) => ir.landing.includes(name)
    && (kinds.size === 0 || [...kinds].some((kind) => kind === null || judged === undefined || judged.includes(kind))));
  // The tests of a unit are proved red by one of the gates that must be green for everything else (T8).
  const proves = ({ role }: GateDecl): boolean => role === 'tests' && provesRed(plan, workflow, kinds);
  const proving = judging.filter(proves).map(({ name }) => name);
  const each = judging.filter((gate) => !proves(gate)).map(({ name }): Requirement => ({ kind: 'gate', gates: [name], orRed: false }));
  const all: Requirement[] = proving.length > 0 ? [...each, { kind: 'gate', gates: proving, orRed: true }] : each;
  return all.length > 0 ? all : [{ kind: 'gate', gates: null, orRed: false }];
}

/** Whether only test tasks run a workflow, in grows where code may be in a unit with them. */
function provesRed(plan: Plan, workflow: Workflow, kinds: ReadonlySet<TaskKind | null>): boolean {
  if (kinds.size !== 1 || !kinds.has('test')) return false;
  const grows = plan.places.flatMap(({ step }) => (step.kind === 'grow' ? [step.workflows] : []));
  const own = grows.filter((list) => list.some((item) => calledFrom(plan, item.workflow).has(workflow.name)));
  return own.every((list) => list.some(({ kind }) => kind === 'code'));
}

/** What tasks of kind `deps` run: there a person approves, whatever the `land` names (E2). */
function takesPerson(plan: Plan, workflow: Workflow): boolean {
  return kindsOn(plan, workflow.name).has('deps');
}

interface Landing {
  readonly place: Place<LandStep>;
  readonly requirement: Requirement;
  /** Where the step says what it requires. */
  readonly at: IrPath;
}

function checkWays(proof: Proof, { place, requirement, at }: Landing): void {
  const { workflow, step } = place;
  const reach = reachIn(proof, workflow, requirement);
  if (!reach.steps.has(step.name)) return;
  const way = wayTo(proof.plan, { workflow, reach, last: step.name });
  const missing = missingOf(requirement);
  blameStep(proof.plan, place, {
    code: codes[requirement.kind], at,
    found: `can be reached without ${missing}: ${way}`,
    instead: `${missing} on every way from a step that writes${orRed(requirement)}`,
    rule: requirement.kind === 'person' ? 'E2' : 'E5',
  });
}

const codes: Readonly<Record<Requirement['kind'], IrFaultCode>> = {
  gate: 'writer-without-gate',
  approval: 'writer-without-approval',
  person: 'writer-without-person',
  nothing: 'writer-without-gate',
};

/** Tests of a unit are red before their code is there, and that is their proof (T8). */
function orRed(requirement: Requirement): string {
  return requirement.kind === 'gate' && requirement.orRed ? '; for the tests of a unit its `red` counts as well (T8)' : '';
}

function missingOf(requirement: Requirement): string {
  switch (requirement.kind) {
    case 'approval': return `an approval by ${listed(requirement.by)}`;
    case 'person': return 'an `ask` that approves the candidate (tasks of kind `deps` take a person)';
    case 'gate': return requirement.gates === null ? 'a gate' : `gate ${requirement.gates.map(quoted).join(' or ')}`;
    case 'nothing': return 'a gate';
  }
}

function reachIn(proof: Proof, workflow: Workflow, requirement: Requirement): Reach {
  const { plan, memo, reaches } = proof;
  const own = reaches.get(workflow) ?? new Map<string, Reach>();
  reaches.set(workflow, own);
  const key = JSON.stringify(requirement);
  const known = own.get(key);
  if (known !== undefined) return known;
  const reach = reachOf({ plan, memo, workflow, requirement, openAtStart: startsOpen(proof, workflow, requirement) });
  own.set(key, reach);
  return reach;
}

/** Whether some caller may call `workflow` while a patch is open. A frame of its own starts clean. */
function startsOpen(proof: Proof, workflow: Workflow, requirement: Requirement): boolean {
  const own: Requirement = requirement.kind === 'approval' ? { kind: 'nothing' } : requirement;
  const key = JSON.stringify([workflow.name, own]);
  const known = proof.starts.get(key);
  if (known !== undefined) return known;
  const open = [...proof.callers.get(workflow.name) ?? []].some((caller) => {
    if (own.kind === 'person' && !takesPerson(proof.plan, caller)) return false;
    const calls = caller.steps.filter((step) => step.kind === 'call' && step.workflow === workflow.name);
    const { steps } = reachIn(proof, caller, own);
    return calls.some(({ name }) => steps.has(name));
  });
  proof.starts.set(key, open);
  return open;
}

/** Steps of a way that are told: those before `land`. */
const longestWay = 12;

/** "`write` → `fix` → `land`": one way from where the patch was written. */
function wayTo(plan: Plan, at: { readonly workflow: Workflow; readonly reach: Reach; readonly last: string }): string {
  const way = new Set([at.last]);
  for (let name = at.reach.steps.get(at.last); name !== undefined && name !== ''; name = at.reach.steps.get(name)) {
    if (way.has(name) || way.size === longestWay) break;
    way.add(name);
    const step = at.workflow.steps.find((one) => one.name === name);
    if (step !== undefined && writes(plan, step)) break;
  }
  const steps = [...way].toReversed().map(quoted).join(' → ');
  return way.size === longestWay ? `… → ${steps}` : steps;
}
