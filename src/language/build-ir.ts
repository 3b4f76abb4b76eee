/**
 * A small typed builder of plans, so that a test says a workflow in ten lines.
 *
 * Wires are written as in the language: `'ok -> verify  fail -> end as bad'`. What a plan does not
 * say is filled in: agents and gates that steps name are declared, the first workflow is the root,
 * the first step the start, and all gates are the landing's if anything lands. It yields exactly
 * an `Ir`; whether that holds together is for `check-ir` to say.
 */
import type {
  AgentStep, AskStep, CallStep, GateStep, GrowStep, Ir, LandStep, Limits, MeasureStep,
  PublishStep, RunStep, Step, TalkStep, WaitStep, Wire, Workflow,
} from '../kernel/ir.ts';
import { defaultLimits, defaultPaths } from './defaults.ts';

/** A plan; only its workflows must be said. `limits` are laid over the default ones. */
export interface PlanParts extends Partial<Omit<Ir, 'limits' | 'espalier'>> {
  readonly workflows: readonly Workflow[];
  readonly limits?: Partial<Limits>;
}

export function plan(parts: PlanParts): Ir {
  const steps = parts.workflows.flatMap((workflow) => workflow.steps);
  const gates = parts.gates ?? unique(steps.flatMap(gatesOf)).map((name) => ({
    name, command: `npm run ${name}`, role: 'tests' as const,
  }));
  const lands = steps.some(({ kind }) => kind === 'land');
  return {
    espalier: 1,
    root: parts.workflows[0]?.name ?? '',
    agents: unique(steps.flatMap(agentsOf)).map((name) => ({ name, use: 'scripted' })),
    sandboxes: [],
    landing: lands ? gates.map(({ name }) => name) : [],
    paths: defaultPaths,
    budget: { usdMicros: null, tokens: null, timeMs: null },
    people: [],
    ...parts,
    gates,
    limits: { ...defaultLimits, ...parts.limits },
  };
}

export function workflow(name: string, ...steps: readonly Step[]): Workflow {
  return { name, inputs: [], start: steps[0]?.name ?? '', steps };
}

/** A workflow that tasks run. */
export function taskWorkflow(name: string, ...steps: readonly Step[]): Workflow {
  return { ...workflow(name, ...steps), inputs: [{ name: 'task', type: 'task' }] };
}

/** What a step says besides its name and its wires. */
type Parts<S extends Step> = Omit<S, 'kind' | 'name' | 'wires'>;

export function run(name: string, parts: Parts<RunStep>, wires: string): RunStep {
  return { kind: 'run', name, wires: wiresOf(wires), ...parts };
}

/** An agent's prompt is `prompts/NAME.md` unless said otherwise. */
export type AgentParts = Omit<Parts<AgentStep>, 'prompt'> & { readonly prompt?: string };

export function agent(name: string, parts: AgentParts, wires: string): AgentStep {
  return { kind: 'agent', name, wires: wiresOf(wires), prompt: `prompts/${name}.md`, ...parts };
}

/** A panel that approves by `approve` or says `change`. */
export function review(name: string, agents: readonly string[], wires: string): AgentStep {
  const words = { approves: 'approve', otherwise: 'change' };
  return agent(name, { agents, ...(agents.length > 1 ? { panel: true } : {}), ...words }, wires);
}

export function gate(name: string, gates: readonly string[], wires: string): GateStep {
  return { kind: 'gate', name, wires: wiresOf(wires), gates };
}

export function measure(name: string, parts: Parts<MeasureStep>, wires: string): MeasureStep {
  return { kind: 'measure', name, wires: wiresOf(wires), ...parts };
}

export function ask(name: string, parts: Parts<AskStep>, wires: string): AskStep {
  return { kind: 'ask', name, wires: wiresOf(wires), ...parts };
}

export function talk(name: string, agents: readonly string[], wires: string): TalkStep {
  return { kind: 'talk', name, wires: wiresOf(wires), agents, prompt: `prompts/${name}.md` };
}

export function grow(name: string, parts: Parts<GrowStep>, wires: string): GrowStep {
  return { kind: 'grow', name, wires: wiresOf(wires), ...parts };
}

export function call(name: string, parts: Parts<CallStep>, wires: string): CallStep {
  return { kind: 'call', name, wires: wiresOf(wires), ...parts };
}

/** `approvedBy`: every list needs an approval by one of its steps. */
export function land(name: string, approvedBy: LandStep['approvedBy'], wires: string): LandStep {
  return { kind: 'land', name, wires: wiresOf(wires), approvedBy };
}

export function publish(name: string, branch: string, wires: string): PublishStep {
  return { kind: 'publish', name, wires: wiresOf(wires), remote: 'origin', branch };
}

export function wait(name: string, parts: Parts<WaitStep>, wires: string): WaitStep {
  return { kind: 'wait', name, wires: wiresOf(wires), ...parts };
}

/** Reads `'ok -> verify  fail -> end as bad'`. A builder's slip is a bug of the test, so it throws. */
export function wiresOf(text: string): readonly Wire[] {
  const words = text.split(' ').filter((word) => word !== '');
  const wires: Wire[] = [];
  let at = 0;
  while (at < words.length) {
    const [on, arrow, to, as, word] = words.slice(at, at + 5);
    if (on === undefined || arrow !== '->' || to === undefined) throw new Error(`Cannot read wires: "${text}"`);
    const carries = as === 'as' && word !== undefined;
    wires.push(carries ? { on, to, as: word } : { on, to });
    at += carries ? 5 : 3;
  }
  return wires;
}

function agentsOf(step: Step): readonly string[] {
  return step.kind === 'agent' || step.kind === 'talk' ? step.agents : [];
}

function gatesOf(step: Step): readonly string[] {
  if (step.kind === 'measure') return [step.gate];
  return step.kind === 'gate' ? step.gates : [];
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}
