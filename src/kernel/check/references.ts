/** References: what a plan names, it declares; globs and claims parse. */
import { parseGlob } from '../glob.ts';
import type { PathClasses, Step } from '../ir.ts';
import { claimFault } from '../path.ts';
import { listed, quoted } from '../phrase.ts';
import type { Place, Plan } from './plan.ts';
import { blameStep, placesOf, plain } from './plan.ts';

export function checkReferences(plan: Plan): void {
  checkGates(plan);
  checkGlobs(plan);
  const known = declared(plan);
  for (const place of placesOf(plan)) {
    for (const [kind, name] of namedBy(place.step)) {
      if (known[kind].includes(name)) continue;
      blameStep(plan, place, {
        found: `names the ${kind} ${quoted(name)}, which does not exist`,
        instead: `one of ${listed(known[kind])}`,
      });
    }
    checkWrites(plan, place);
  }
  checkPeople(plan);
}

type Declared = Readonly<Record<'agent' | 'sandbox' | 'gate' | 'workflow', readonly string[]>>;

function declared(plan: Plan): Declared {
  const names = (named: readonly { readonly name: string }[]): readonly string[] => named.map(({ name }) => name);
  const { agents, sandboxes, gates, workflows } = plan.ir;
  return { agent: names(agents), sandbox: names(sandboxes), gate: names(gates), workflow: names(workflows) };
}

/** Everything declared elsewhere that a step names. */
function namedBy(step: Step): readonly (readonly [keyof Declared, string])[] {
  const sandbox = 'sandbox' in step && step.sandbox !== undefined ? [['sandbox', step.sandbox] as const] : [];
  switch (step.kind) {
    case 'run':
      return sandbox;
    case 'agent': case 'talk':
      return [...[...new Set(step.agents)].map((name) => ['agent', name] as const), ...sandbox];
    case 'gate':
      return [...new Set(step.gates)].map((name) => ['gate', name] as const);
    case 'measure':
      return [['gate', step.gate]];
    case 'grow':
      return step.workflows.map(({ workflow }) => ['workflow', workflow] as const);
    case 'call':
      return [['workflow', step.workflow]];
    case 'ask': case 'land': case 'publish': case 'wait':
      return [];
  }
}

function checkGates(plan: Plan): void {
  const { ir, faults } = plan;
  for (const gate of ir.gates) {
    const where = `gate ${plain(gate.name)}`;
    if (gate.command.trim() === '') {
      faults.push({ where, found: 'has no command', instead: 'a command whose exit code is its answer', rule: 'E1' });
    }
    if (gate.sandbox !== undefined && !ir.sandboxes.some(({ name }) => name === gate.sandbox)) {
      const found = `names the sandbox ${quoted(gate.sandbox)}, which does not exist`;
      faults.push({ where, found, instead: `one of ${listed(ir.sandboxes.map(({ name }) => name))}` });
    }
  }
  const gates = ir.gates.map(({ name }) => name);
  for (const [at, name] of ir.landing.entries()) {
    if (!gates.includes(name)) {
      faults.push({
        where: 'landing',
        found: `names the gate ${quoted(name)}, which does not exist`,
        instead: `one of ${listed(gates)}`,
      });
    }
    if (ir.landing.indexOf(name) !== at) {
      faults.push({
        where: 'landing',
        found: `names the gate ${quoted(name)} twice`,
        instead: 'each gate once',
      });
    }
  }
  if (ir.landing.length === 0 && placesOf(plan).some(({ step }) => step.kind === 'land')) {
    faults.push({
      where: 'landing',
      found: 'a step lands, and no gate proves the tip',
      instead: `name the gates that the tip must pass, of ${listed(gates)}`,
      rule: 'B5',
    });
  }
}

function checkGlobs(plan: Plan): void {
  const { paths } = plan.ir;
  const classes: readonly (keyof PathClasses)[] = ['tests', 'protect', 'manifests', 'docs'];
  for (const name of classes) {
    for (const text of paths[name]) {
      const parsed = parseGlob(text);
      if (!parsed.ok) {
        plan.faults.push({
          where: name,
          found: `${quoted(text)} ${parsed.reason}`,
          instead: 'a glob such as `test/**` or `**/*.test.ts`',
          rule: 'E2',
        });
      }
    }
  }
}

function checkWrites(plan: Plan, place: Place): void {
  const { step } = place;
  if (step.kind !== 'run' && step.kind !== 'agent') return;
  if (step.writes === undefined || step.writes === 'task.writes') return;
  if (step.writes.length === 0) {
    blameStep(plan, place, {
      found: 'writes nothing',
      instead: 'name the paths that it may change, or leave `writes` out',
      rule: 'E2',
    });
  }
  for (const pattern of step.writes) {
    const fault = claimFault(pattern);
    if (fault !== null) {
      blameStep(plan, place, {
        found: `writes ${quoted(pattern)}, which ${fault}`,
        instead: 'a path such as `src/a.ts`, or `src/**`',
        rule: 'E2',
      });
    }
  }
}

/** Where the plan names people, there must be one who may do what it waits for (R2). */
function checkPeople(plan: Plan): void {
  const { people } = plan.ir;
  if (people.length === 0) return;
  const publishes = placesOf(plan).some(({ step }) => step.kind === 'publish');
  const asks = placesOf(plan).some(({ step }) => step.kind === 'ask' || step.kind === 'talk');
  const may = (what: 'answer' | 'publish'): boolean => people.some((person) => person.may.includes(what));
  if (publishes && !may('publish')) {
    plan.faults.push({
      where: 'people',
      found: 'a step publishes, and nobody may',
      instead: 'let somebody publish',
      rule: 'R2',
    });
  }
  if (asks && !may('answer')) {
    plan.faults.push({
      where: 'people',
      found: 'a step asks, and nobody may answer',
      instead: 'let somebody answer',
      rule: 'R2',
    });
  }
}
