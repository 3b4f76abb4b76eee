/**
 * Policy: what the plan demands of sandboxes and agents, and the adapters that it chose do not hold.
 *
 * A demand that nothing enforces would be a comment, so it is refused. What is not built holds
 * nothing. The plan itself is sound: it may be drawn, compiled and rehearsed.
 */
import type { AgentDecl, Ir, SandboxDecl, Step } from '../../kernel/ir.ts';
import { listed, quoted } from '../../kernel/phrase.ts';
import type { AdapterDescription, Adapters, AgentCapability, AgentDescription, SandboxCapability } from '../../ports/capabilities.ts';
import type { Places } from '../lower/places.ts';
import type { Suggest } from '../suggest.ts';
import type { CompileFinding } from './finding-kinds.ts';

export function policyFindings(ir: Ir, asked: Omit<Policy, 'ir' | 'findings'>): readonly CompileFinding[] {
  const policy: Policy = { ir, ...asked, findings: [] };
  for (const [at, sandbox] of ir.sandboxes.entries()) checkSandbox(policy, sandbox, `sandboxes/${at}`);
  for (const [at, agent] of ir.agents.entries()) checkAgent(policy, agent, `agents/${at}`);
  for (const [at, gate] of ir.gates.entries()) checkServices(policy, gate, { of: 'gate', path: `gates/${at}` });
  for (const [at, workflow] of ir.workflows.entries()) {
    for (const [place, step] of workflow.steps.entries()) checkStep(policy, step, `workflows/${at}/steps/${place}`);
  }
  return policy.findings;
}

interface Policy {
  readonly ir: Ir;
  readonly places: Places;
  readonly adapters: Adapters;
  readonly suggest: Suggest;
  readonly findings: CompileFinding[];
}

/** What a sandbox asks for, by the property of the plan that asks. */
const sandboxDemands: readonly (readonly [keyof SandboxDecl, SandboxCapability])[] = [
  ['memoryBytes', 'memory'], ['diskBytes', 'disk'], ['pids', 'pids'], ['cpus', 'cpus'], ['image', 'image'],
  ['reaches', 'reaches'], ['needs', 'needs'],
];

function checkSandbox(policy: Policy, sandbox: SandboxDecl, path: string): void {
  const { sandboxes } = policy.adapters;
  const adapter = known(policy, { use: sandbox.use, among: sandboxes, path });
  for (const [property, capability] of adapter === null ? [] : sandboxDemands) {
    if (sandbox[property] === undefined || adapter?.holds.includes(capability) === true) continue;
    notHeld(policy, `${path}/${property}`, {
      subject: `sandbox ${quoted(sandbox.name)}`, adapter: sandbox.use, demand: capability,
      others: holdersOf(sandboxes, capability), remedy: adapter?.remedy?.(capability),
    });
  }
}

function checkAgent(policy: Policy, agent: AgentDecl, path: string): void {
  const { agents } = policy.adapters;
  const adapter = known(policy, { use: agent.use, among: agents, path });
  for (const capability of ['instructions', 'skills', 'command'] as const) {
    if (agent[capability] === undefined || adapter === null || adapter.holds.includes(capability)) continue;
    notHeld(policy, `${path}/${capability}`, {
      subject: `agent ${quoted(agent.name)}`, adapter: agent.use, demand: capability, others: holdersOf(agents, capability),
    });
  }
  const described = agents.find(({ name }) => name === agent.use);
  if (described !== undefined) checkModel(policy, agent, { described, path });
}

/** Without one the program cannot be begun, or what it may cost cannot be held: each of its orders would end in a fault. */
function checkModel({ ir, places, findings }: Policy, agent: AgentDecl, { described: { asks, needsModel = false }, path }: { readonly described: AgentDescription; readonly path: string }): void {
  const { allowance = ir.limits.allowance, name, use, model } = agent;
  const place = places.at(path);
  if (model !== undefined || place === null) return;
  const named = `name it in full, as its provider does: ${quoted('model "…"')}`;
  if (needsModel) {
    findings.push({ kind: 'no-model', ...place, policy: true, message: `agent ${quoted(name)} uses ${use}, which has no model of its own, and names none`, hint: named });
  } else if (asks === 'always' && allowance.usdMicros > 0) {
    const message = `agent ${quoted(name)} may cost money and names no ${quoted('model')}: what whichever it asks for will cost is not known`;
    findings.push({ kind: 'no-model', ...place, policy: true, message, hint: `${named}; or give it an ${quoted('allowance')} in tokens alone` });
  }
}

/** An agent that asks a model needs a way to the gateway out of its box. */
function checkWayOut(policy: Policy, step: Step & { readonly kind: 'agent' | 'talk' }, path: string): void {
  const { adapters, ir, places, findings } = policy;
  const sandbox = 'sandbox' in step ? ir.sandboxes.find(({ name }) => name === step.sandbox) : undefined;
  const box = adapters.sandboxes.find(({ name }) => name === (sandbox?.use ?? adapters.defaultSandbox));
  const why = box?.lacks?.('reaches') ?? null;
  const asking = why === null ? undefined : step.agents.find((name) => asksModel(policy, name));
  const place = places.at(`${path}/sandbox`);
  if (asking === undefined || why === null || place === null) return;
  findings.push({
    kind: 'not-held', ...place, policy: true,
    message: `agent ${quoted(asking)} of step ${quoted(step.name)} asks a model, and ${box?.name ?? ''} has no way out to one: ${why}`,
    hint: 'a sandbox of another kind; `espalier doctor` says which of them hold `reaches`',
  });
}

function asksModel({ ir, adapters }: Policy, name: string): boolean {
  const agent = ir.agents.find((one) => one.name === name);
  const asks = adapters.agents.find((one) => one.name === agent?.use)?.asks;
  return asks === 'always' || (asks === 'named' && agent?.model !== undefined);
}

function checkStep(policy: Policy, step: Step, path: string): void {
  if (step.kind === 'run') checkServices(policy, step, { of: 'step', path });
  if (step.kind === 'agent' || step.kind === 'talk') checkWayOut(policy, step, path);
  if (step.kind !== 'agent') return;
  if (step.session === 'resume') checkDemand(policy, step, { path: `${path}/session`, capability: 'resume', word: 'session resume' });
  if ((step.continues ?? 0) > 0) checkDemand(policy, step, { path: `${path}/continues`, capability: 'continue', word: 'continue' });
}

interface Demand {
  readonly path: string;
  readonly capability: AgentCapability;
  readonly word: string;
}

/** Every agent of the step must hold it: which of them is asked is known only at run time. */
function checkDemand(policy: Policy, step: Step & { readonly kind: 'agent' }, { path, capability, word }: Demand): void {
  const { agents } = policy.adapters;
  for (const name of new Set(step.agents)) {
    const use = policy.ir.agents.find((agent) => agent.name === name)?.use;
    const adapter = agents.find((one) => one.name === use);
    if (adapter === undefined || adapter.holds.includes(capability)) continue;
    notHeld(policy, path, {
      subject: `agent ${quoted(name)} of step ${quoted(step.name)}`, adapter: adapter.name, demand: word,
      others: holdersOf(agents, capability),
    });
  }
}

interface Served {
  readonly name: string;
  readonly sandbox?: string;
  readonly services?: readonly string[];
}

function checkServices(policy: Policy, served: Served, { of, path }: { readonly of: string; readonly path: string }): void {
  if (served.services === undefined || served.services.length === 0) return;
  const { adapters, ir } = policy;
  const declared = ir.sandboxes.find(({ name }) => name === served.sandbox);
  if (served.sandbox !== undefined && declared === undefined) return;
  const adapter = adapters.sandboxes.find(({ name }) => name === (declared?.use ?? adapters.defaultSandbox));
  if (adapter === undefined || adapter.holds.includes('services')) return;
  notHeld(policy, `${path}/services`, {
    subject: `${of} ${quoted(served.name)}`, adapter: adapter.name, demand: 'services', others: holdersOf(adapters.sandboxes, 'services'), remedy: adapter.remedy?.('services'),
  });
}

interface Chosen<C> {
  readonly use: string;
  readonly among: readonly AdapterDescription<C>[];
  readonly path: string;
}

/** The adapter that `use` names; blames a name that is none. */
function known<C>(policy: Policy, { use, among, path }: Chosen<C>): AdapterDescription<C> | null {
  const adapter = among.find(({ name }) => name === use);
  if (adapter !== undefined || use === '') return adapter ?? null;
  const names = among.map(({ name }) => name);
  const place = policy.places.at(`${path}/use`);
  if (place !== null) {
    policy.findings.push({
      kind: 'unknown-adapter', ...place, message: `there is no ${quoted(use)} to use`, hint: policy.suggest(use, names),
    });
  }
  return null;
}

interface NotHeld {
  readonly subject: string;
  readonly adapter: string;
  readonly demand: string;
  /** Adapters that hold it. */
  readonly others: readonly string[];
  /** What the adapter itself says can be done. */
  readonly remedy?: string | undefined;
}

function notHeld({ places, findings }: Policy, path: string, { subject, adapter, demand, others, remedy }: NotHeld): void {
  const place = places.at(path);
  if (place === null) return;
  findings.push({
    kind: 'not-held', ...place, policy: true,
    message: `${subject} uses ${adapter}, which ${remedy === undefined ? 'in this version does not hold' : 'is not shown to hold'} ${quoted(demand)}${remedy === undefined ? '' : ' here'}`,
    hint: remedy ?? (others.length > 0 ? `leave it out, or use ${listed(others)}` : 'leave it out; nothing in this version holds it'),
  });
}

function holdersOf<C>(among: readonly AdapterDescription<C>[], capability: C): readonly string[] {
  return among.filter(({ holds }) => holds.includes(capability)).map(({ name }) => name);
}
