/** Names: well formed, and each only once among its like. */
import { isName, nameRule } from '../name.ts';
import { quoted } from '../phrase.ts';
import type { Home, IrPath, Plan } from './plan.ts';
import { blameWorkflow, plain } from './plan.ts';

/** Where wires lead besides steps, and what an `ask` shows besides a step's plan. */
const reservedSteps: readonly string[] = ['end', 'halt', 'candidate'];

export function checkNames(plan: Plan): void {
  const { ir } = plan;
  names(plan, { of: 'workflow', where: 'plan', path: ['workflows'] }, ir.workflows);
  names(plan, { of: 'agent', where: 'plan', path: ['agents'] }, ir.agents);
  names(plan, { of: 'sandbox', where: 'plan', path: ['sandboxes'] }, ir.sandboxes);
  names(plan, { of: 'gate', where: 'plan', path: ['gates'] }, ir.gates);
  names(plan, { of: 'service', where: 'plan', path: ['services'] }, ir.services ?? []);
  names(plan, { of: 'source', where: 'plan', path: ['sources'] }, ir.sources ?? []);
  names(plan, { of: 'list of hosts', where: 'plan', path: ['hosts'] }, ir.hosts ?? []);
  names(plan, { of: 'waiver', where: 'plan', path: ['waivers'] }, ir.waivers ?? []);
  once(plan, { of: 'person', where: 'plan', path: ['people'] }, ir.people.map(({ name }) => name));
  for (const [workflowAt, workflow] of ir.workflows.entries()) checkWorkflow(plan, { workflow, workflowAt });
  if (!plan.workflows.has(ir.root)) {
    plan.faults.push({
      code: 'unknown-root', path: ['root'],
      where: 'plan',
      found: `the root workflow ${quoted(ir.root)} does not exist`,
      instead: 'name one of its workflows',
      unknown: { name: ir.root, among: [...plan.workflows.keys()] },
    });
  }
}

function checkWorkflow(plan: Plan, home: Home): void {
  const { workflow, workflowAt } = home;
  const where = `workflow ${plain(workflow.name)}`;
  names(plan, { of: 'step', where, path: ['workflows', workflowAt, 'steps'] }, workflow.steps);
  names(plan, { of: 'input', where, path: ['workflows', workflowAt, 'inputs'] }, workflow.inputs);
  for (const [at, { name }] of workflow.steps.entries()) {
    if (!reservedSteps.includes(name)) continue;
    const found = `a step is named ${quoted(name)}, which means something else`;
    blameWorkflow(plan, home, {
      code: 'reserved-name', at: ['steps', at, 'name'], found, instead: 'give it another name',
    });
  }
  if (!workflow.steps.some(({ name }) => name === workflow.start)) {
    const found = `starts at ${quoted(workflow.start)}, which is no step of it`;
    const among = workflow.steps.map(({ name }) => name);
    blameWorkflow(plan, home, {
      code: 'unknown-start', at: ['start'], found, instead: 'start at one of its steps',
      unknown: { name: workflow.start, among },
    });
  }
}

interface Group {
  readonly of: string;
  readonly where: string;
  /** Where the plan lists them. */
  readonly path: IrPath;
}

function names(plan: Plan, group: Group, named: readonly { readonly name: string }[]): void {
  const all = named.map(({ name }) => name);
  all.forEach((name, at) => {
    if (!isName(name)) {
      plan.faults.push({
        code: 'bad-name', path: [...group.path, at, 'name'],
        where: group.where,
        found: `the name ${quoted(name)} of a${group.of === 'agent' || group.of === 'input' ? 'n' : ''} ${group.of}`,
        instead: nameRule,
      });
    }
  });
  once(plan, group, all);
}

function once(plan: Plan, { of, where, path }: Group, all: readonly string[]): void {
  const seen = new Set<string>();
  const told = new Set<string>();
  all.forEach((name, at) => {
    if (seen.has(name) && !told.has(name)) {
      told.add(name);
      const found = `more than one ${of} is named ${quoted(name)}`;
      plan.faults.push({
        code: 'duplicate-name', path: [...path, at, 'name'], where, found, instead: 'give each a name of its own',
      });
    }
    seen.add(name);
  });
}
