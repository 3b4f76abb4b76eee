/** Names: well formed, and each only once among its like. */
import type { Workflow } from '../ir.ts';
import { isName, nameRule } from '../name.ts';
import { quoted } from '../phrase.ts';
import type { Plan } from './plan.ts';
import { plain } from './plan.ts';

/** Where wires lead besides steps, and what an `ask` shows besides a step's plan. */
const reservedSteps: readonly string[] = ['end', 'halt', 'candidate'];

export function checkNames(plan: Plan): void {
  const { ir } = plan;
  names(plan, { of: 'workflow', where: 'plan' }, ir.workflows);
  names(plan, { of: 'agent', where: 'plan' }, ir.agents);
  names(plan, { of: 'sandbox', where: 'plan' }, ir.sandboxes);
  names(plan, { of: 'gate', where: 'plan' }, ir.gates);
  once(plan, { of: 'person', where: 'plan' }, ir.people.map(({ name }) => name));
  for (const workflow of ir.workflows) checkWorkflow(plan, workflow);
  if (!plan.workflows.has(ir.root)) {
    plan.faults.push({
      where: 'plan',
      found: `the root workflow ${quoted(ir.root)} does not exist`,
      instead: 'name one of its workflows',
    });
  }
}

function checkWorkflow(plan: Plan, workflow: Workflow): void {
  const where = `workflow ${plain(workflow.name)}`;
  names(plan, { of: 'step', where }, workflow.steps);
  names(plan, { of: 'input', where }, workflow.inputs);
  for (const { name } of workflow.steps) {
    if (!reservedSteps.includes(name)) continue;
    const found = `a step is named ${quoted(name)}, which means something else`;
    plan.faults.push({ where, found, instead: 'give it another name' });
  }
  if (!workflow.steps.some(({ name }) => name === workflow.start)) {
    const found = `starts at ${quoted(workflow.start)}, which is no step of it`;
    plan.faults.push({ where, found, instead: 'start at one of its steps' });
  }
}

interface Group {
  readonly of: string;
  readonly where: string;
}

function names(plan: Plan, group: Group, named: readonly { readonly name: string }[]): void {
  const all = named.map(({ name }) => name);
  for (const name of all) {
    if (!isName(name)) {
      plan.faults.push({
        where: group.where,
        found: `the name ${quoted(name)} of a${group.of === 'agent' || group.of === 'input' ? 'n' : ''} ${group.of}`,
        instead: nameRule,
      });
    }
  }
  once(plan, group, all);
}

function once(plan: Plan, { of, where }: Group, all: readonly string[]): void {
  const seen = new Set<string>();
  const told = new Set<string>();
  for (const name of all) {
    if (seen.has(name) && !told.has(name)) {
      told.add(name);
      const found = `more than one ${of} is named ${quoted(name)}`;
      plan.faults.push({ where, found, instead: 'give each a name of its own' });
    }
    seen.add(name);
  }
}
