/** References: what a plan names, it declares; globs parse. */
import { maxReports } from '../caps.ts';
import { parseGlob } from '../glob.ts';
import type { AgentStep, PathClasses, RunStep, Step } from '../ir.ts';
import { claimFault, dirOf } from '../path.ts';
import { listed, oneOf, quoted } from '../phrase.ts';
import { checkList } from './declarations.ts';
import type { IrPath, Plan } from './plan.ts';
import { blameStep, plain } from './plan.ts';

export function checkReferences(plan: Plan): void {
  checkGates(plan);
  checkGlobs(plan);
  const known = declared(plan);
  for (const place of plan.places) {
    for (const { kind, name, at } of namedBy(place.step)) {
      if (known[kind].includes(name)) continue;
      blameStep(plan, place, {
        code: `unknown-${kind}`, at,
        found: `names the ${kind} ${quoted(name)}, which does not exist`,
        instead: oneOf(known[kind]),
        unknown: { name, among: known[kind] },
      });
    }
  }
  checkPeople(plan);
}

type Declared = Readonly<Record<'agent' | 'sandbox' | 'gate' | 'workflow' | 'service' | 'source' | 'waiver', readonly string[]>>;

function declared(plan: Plan): Declared {
  const names = (named: readonly { readonly name: string }[]): readonly string[] => named.map(({ name }) => name);
  const { agents, sandboxes, gates, workflows, services = [], sources = [], waivers = [] } = plan.ir;
  return {
    agent: names(agents), sandbox: names(sandboxes), gate: names(gates), workflow: names(workflows),
    service: names(services), source: names(sources), waiver: names(waivers),
  };
}

interface Reference {
  readonly kind: keyof Declared;
  readonly name: string;
  /** Where the step says it. */
  readonly at: IrPath;
}

/** Everything declared elsewhere that a step names, of one list each name once. */
function namedBy(step: Step): readonly Reference[] {
  const sandbox: readonly Reference[] = 'sandbox' in step && step.sandbox !== undefined
    ? [{ kind: 'sandbox', name: step.sandbox, at: ['sandbox'] }] : [];
  switch (step.kind) {
    case 'run':
      return [...sandbox, ...listOf('service', ['services'], step.services ?? []), ...leafReferences(step)];
    case 'agent':
      return [...listOf('agent', ['agents'], step.agents), ...sandbox, ...leafReferences(step)];
    case 'talk':
      return [...listOf('agent', ['agents'], step.agents), ...waiverOf(step)];
    case 'gate':
      return listOf('gate', ['gates'], step.gates);
    case 'measure':
      return [{ kind: 'gate', name: step.gate, at: ['gate'] }];
    case 'grow':
      return step.workflows.map(({ workflow: name }, at) => ({ kind: 'workflow', name, at: ['workflows', at, 'workflow'] }));
    case 'call':
      return [{ kind: 'workflow', name: step.workflow, at: ['workflow'] }];
    case 'wait':
      return [...sandbox, ...waiverOf(step)];
    case 'ask': case 'land': case 'publish':
      return [];
  }
}

function leafReferences(step: RunStep | AgentStep): readonly Reference[] {
  return [...listOf('source', ['reads'], step.reads ?? []), ...waiverOf(step)];
}

function waiverOf({ waiver }: { readonly waiver?: string }): readonly Reference[] {
  return waiver === undefined ? [] : [{ kind: 'waiver', name: waiver, at: ['waiver'] }];
}

function listOf(kind: keyof Declared, at: IrPath, names: readonly string[]): readonly Reference[] {
  return distinct(names).map(([place, name]) => ({ kind, name, at: [...at, place] }));
}

/** Names and where they are, each where it is first. */
function distinct(names: readonly string[]): readonly (readonly [number, string])[] {
  const seen = new Set<string>();
  return [...names.entries()].filter(([, name]) => seen.size < seen.add(name).size);
}

function checkGates(plan: Plan): void {
  const { ir, faults } = plan;
  const sandboxes = ir.sandboxes.map(({ name }) => name);
  for (const [at, gate] of ir.gates.entries()) {
    const where = `gate ${plain(gate.name)}`;
    if (gate.command.trim() === '') {
      faults.push({
        code: 'no-command', path: ['gates', at, 'command'],
        where, found: 'has no command', instead: 'a command whose exit code is its answer', rule: 'E1',
      });
    }
    if (gate.sandbox !== undefined && !sandboxes.includes(gate.sandbox)) {
      faults.push({
        code: 'unknown-sandbox', path: ['gates', at, 'sandbox'],
        where, found: `names the sandbox ${quoted(gate.sandbox)}, which does not exist`,
        instead: oneOf(sandboxes),
        unknown: { name: gate.sandbox, among: sandboxes },
      });
    }
  }
  checkServed(plan);
  checkReports(plan);
  checkLanding(plan);
}

/** What runs beside a gate. */
function checkServed(plan: Plan): void {
  const among = (plan.ir.services ?? []).map(({ name }) => name);
  for (const [at, { name: gate, services = [] }] of plan.ir.gates.entries()) {
    const where = `gate ${plain(gate)}`;
    checkList(plan, { where, path: ['gates', at, 'services'] }, services);
    for (const [place, name] of distinct(services)) {
      if (among.includes(name)) continue;
      plan.faults.push({
        code: 'unknown-service', path: ['gates', at, 'services', place], where,
        found: `names the service ${quoted(name)}, which does not exist`, instead: oneOf(among), unknown: { name, among },
      });
    }
  }
}

/** Where a gate leaves its results: literal files below the workspace, each once and few. */
function checkReports(plan: Plan): void {
  const instead = 'a file such as `reports/junit.xml`';
  for (const [at, { name, reports }] of plan.ir.gates.entries()) {
    if (reports === undefined) continue;
    const where = `gate ${plain(name)}`;
    checkList(plan, { where, path: ['gates', at, 'reports'] }, reports);
    if (reports.length === 0) plan.faults.push({ code: 'bad-report', path: ['gates', at, 'reports'], where, found: 'names no file in `report`', instead });
    for (const [place, path] of reports.entries()) {
      const fault = place >= maxReports ? `is one more than ${maxReports}` : reportFault(path);
      if (fault !== null) plan.faults.push({ code: 'bad-report', path: ['gates', at, 'reports', place], where, found: `leaves its results in ${quoted(path)}, which ${fault}`, instead });
    }
  }
}

function reportFault(path: string): string | null {
  return dirOf(path) === null ? claimFault(path) : 'is no single file';
}

function checkLanding(plan: Plan): void {
  const { ir, faults } = plan;
  const gates = ir.gates.map(({ name }) => name);
  for (const [at, name] of ir.landing.entries()) {
    if (!gates.includes(name)) {
      faults.push({
        code: 'unknown-gate', path: ['landing', at],
        where: 'landing',
        found: `names the gate ${quoted(name)}, which does not exist`,
        instead: oneOf(gates),
        unknown: { name, among: gates },
      });
    }
    if (ir.landing.indexOf(name) !== at) {
      faults.push({
        code: 'duplicate-gate', path: ['landing', at],
        where: 'landing',
        found: `names the gate ${quoted(name)} twice`,
        instead: 'each gate once',
      });
    }
  }
  if (ir.landing.length === 0 && plan.places.some(({ step }) => step.kind === 'land')) {
    faults.push({
      code: 'landing-without-gate', path: ['landing'],
      where: 'landing',
      found: 'a step lands, and no gate proves the tip',
      instead: `name the gates that the tip must pass, of ${listed(gates)}`,
      rule: 'B5',
    });
  }
}

function checkGlobs(plan: Plan): void {
  const { paths } = plan.ir;
  const classes: readonly (keyof PathClasses)[] = ['tests', 'protect', 'manifests', 'docs', 'elsewhere'];
  for (const name of classes) {
    for (const [at, text] of (paths[name] ?? []).entries()) {
      const parsed = parseGlob(text);
      if (!parsed.ok) {
        plan.faults.push({
          code: 'bad-glob', path: ['paths', name, at],
          where: name,
          found: `${quoted(text)} ${parsed.reason}`,
          instead: 'a glob such as `test/**` or `**/*.test.ts`',
          rule: 'E2',
        });
      }
    }
  }
}

/** Where the plan names people, there must be one who may do what it waits for (R2). */
function checkPeople(plan: Plan): void {
  const { people } = plan.ir;
  if (people.length === 0) return;
  const publishes = plan.places.some(({ step }) => step.kind === 'publish');
  const asks = plan.places.some(({ step }) => step.kind === 'ask' || step.kind === 'talk');
  const may = (what: 'answer' | 'publish'): boolean => people.some((person) => person.may.includes(what));
  if (publishes && !may('publish')) {
    plan.faults.push({
      code: 'nobody-may-publish', path: ['people'],
      where: 'people',
      found: 'a step publishes, and nobody may',
      instead: 'let somebody publish',
      rule: 'R2',
    });
  }
  if (asks && !may('answer')) {
    plan.faults.push({
      code: 'nobody-may-answer', path: ['people'],
      where: 'people',
      found: 'a step asks, and nobody may answer',
      instead: 'let somebody answer',
      rule: 'R2',
    });
  }
}
