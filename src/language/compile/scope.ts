/** Which names a text of a step may hold between `{{` and `}}`: the table of values in docs/language.md. */
import type { Ir, Step, Workflow } from '../../kernel/ir.ts';

/** Names that are no input's and no step's, so that every name means one thing. */
export const reservedInputs: readonly string[] = ['run', 'base', 'needs', 'guidance', 'patch', 'knowledge', 'source'];
export const reservedSteps: readonly string[] = ['task', 'source'];

const ofTask = ['id', 'title', 'spec', 'kind', 'writes', 'contract', 'judged-by'].map((part) => `task.${part}`);

export type Scope = ReadonlySet<string>;

/** What every step of the workflow may name. */
export function scopeOf(workflow: Workflow): Scope {
  const names = new Set(['run', 'base']);
  for (const { name, type } of workflow.inputs) {
    if (type !== 'task') names.add(name);
    else for (const one of [...ofTask, 'needs']) names.add(one);
  }
  for (const step of workflow.steps) {
    if (step.kind !== 'agent' && step.kind !== 'ask' && step.kind !== 'talk') continue;
    names.add(`${step.name}.text`);
    if (step.kind !== 'agent' || step.returns === undefined) continue;
    names.add(`${step.name}.${step.returns}`);
  }
  return names;
}

/** What the step may name besides. */
export function scopeOfStep(step: Step): Scope {
  const performs = step.kind === 'agent' || step.kind === 'talk' || step.kind === 'run' || step.kind === 'wait';
  const reads = step.kind === 'agent' || step.kind === 'run' ? step.reads ?? [] : [];
  return new Set([...(performs ? ['guidance', 'patch', 'knowledge'] : []), ...reads.map((name) => `source.${name}`)]);
}

export interface Named {
  readonly path: string;
  readonly message: string;
}

/** Inputs and steps whose names would make `{{ name }}` mean two things. */
export function ambiguousNames(ir: Ir): readonly Named[] {
  return ir.workflows.flatMap((workflow, at) => [
    ...named(workflow.inputs, reservedInputs, { of: 'an input', path: `workflows/${at}/inputs` }),
    ...named(workflow.steps, reservedSteps, { of: 'a step', path: `workflows/${at}/steps` }),
  ]);
}

function named(
  all: readonly { readonly name: string }[], reserved: readonly string[], { of, path }: { readonly of: string; readonly path: string },
): readonly Named[] {
  return all.flatMap(({ name }, at) => (
    reserved.includes(name) ? [{ path: `${path}/${at}/name`, message: `${of} is named \`${name}\`, which means something else` }] : []
  ));
}
