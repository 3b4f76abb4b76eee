/**
 * What a plan declares besides workflows: sandboxes, services, sources, hosts and waivers; each
 * can be what it says it is, and what it names is there.
 */
import type { AgentDecl, HostsDecl, SandboxDecl, ServiceDecl } from '../ir.ts';
import { oneOf, quoted } from '../phrase.ts';
import { hostRuleFault } from './host-name.ts';
import type { IrFault, IrPath, Plan } from './plan.ts';
import { plain } from './plan.ts';

const tebi = 2 ** 40;

/** The least and the most that can be meant. */
export const demands: Readonly<Record<'memoryBytes' | 'diskBytes' | 'pids', readonly [number, number]>> = {
  memoryBytes: [2 ** 20, 64 * tebi],
  diskBytes: [2 ** 20, 1_024 * tebi],
  pids: [1, 4_194_304],
};
const mostCpus = 4_096;

export function checkDeclarations(plan: Plan): void {
  const { agents, sandboxes, services = [], sources = [], hosts = [], waivers = [] } = plan.ir;
  for (const [at, agent] of agents.entries()) checkAgentsCommand(plan, agent, ['agents', at]);
  for (const [at, sandbox] of sandboxes.entries()) checkSandbox(plan, sandbox, ['sandboxes', at]);
  for (const [at, service] of services.entries()) checkService(plan, service, ['services', at]);
  for (const [at, { name, command }] of sources.entries()) {
    const where = `source ${plain(name)}`;
    if (isBlank(command)) blame(plan, { code: 'no-command', path: ['sources', at, 'command'], where, found: 'has no command', instead: 'a command that prints the text' });
  }
  for (const [at, host] of hosts.entries()) checkHosts(plan, host, ['hosts', at]);
  for (const [at, { name, reason }] of waivers.entries()) {
    const where = `waiver ${plain(name)}`;
    if (isBlank(reason)) blame(plan, { code: 'no-reason', path: ['waivers', at, 'reason'], where, found: 'has no reason', instead: 'why it may be, in words' });
  }
}

const isBlank = (text: string): boolean => text.trim() === '';

function blame(plan: Plan, fault: IrFault): void {
  plan.faults.push(fault);
}

const byCommand = ['command', 'acp'];

/** Who uses nothing but a command has one. */
function checkAgentsCommand(plan: Plan, { name, use, command }: AgentDecl, path: IrPath): void {
  if (!byCommand.includes(use) && command === undefined) return;
  if (command !== undefined && !isBlank(command)) return;
  blame(plan, {
    code: 'no-command', path: command === undefined ? path : [...path, 'command'], where: `agent ${plain(name)}`,
    found: 'has no command', instead: 'the program and its arguments, such as `command "my-agent --once"`',
  });
}

function checkSandbox(plan: Plan, sandbox: SandboxDecl, path: IrPath): void {
  const where = `sandbox ${plain(sandbox.name)}`;
  for (const name of ['memoryBytes', 'diskBytes', 'pids'] as const) {
    const value = sandbox[name];
    const [least, most] = demands[name];
    if (value === undefined || (Number.isSafeInteger(value) && value >= least && value <= most)) continue;
    blame(plan, {
      code: 'number-out-of-range', path: [...path, name], where,
      found: `has ${quoted(name)} of ${value}`, instead: `a whole number from ${least} to ${most}`,
    });
  }
  const { cpus, reaches = [], needs = [] } = sandbox;
  if (cpus !== undefined && !(cpus >= 0.01 && cpus <= mostCpus)) {
    blame(plan, { code: 'number-out-of-range', path: [...path, 'cpus'], where, found: `has ${cpus} cpus`, instead: `a number from 0.01 to ${mostCpus}` });
  }
  const names = (plan.ir.hosts ?? []).map(({ name }) => name);
  checkList(plan, { where, path: [...path, 'reaches'] }, reaches);
  checkList(plan, { where, path: [...path, 'needs'] }, needs);
  for (const [at, name] of reaches.entries()) {
    if (names.includes(name)) continue;
    blame(plan, {
      code: 'unknown-hosts', path: [...path, 'reaches', at], where, found: `reaches ${quoted(name)}, which are no declared hosts`,
      instead: oneOf(names), unknown: { name, among: names },
    });
  }
}

function checkService(plan: Plan, service: ServiceDecl, path: IrPath): void {
  const where = `service ${plain(service.name)}`;
  const { command, ready, port, sandbox } = service;
  if (isBlank(command)) blame(plan, { code: 'no-command', path: [...path, 'command'], where, found: 'has no command', instead: 'a command that serves' });
  if (ready !== undefined && isBlank(ready)) {
    blame(plan, { code: 'no-command', path: [...path, 'ready'], where, found: 'has no command in `ready`', instead: 'a command that exits 0 once it answers' });
  }
  if (port !== undefined && !isPort(port)) {
    blame(plan, { code: 'number-out-of-range', path: [...path, 'port'], where, found: `has the port ${port}`, instead: 'a whole number from 1 to 65535' });
  }
  const among = plan.ir.sandboxes.map(({ name }) => name);
  if (sandbox === undefined || among.includes(sandbox)) return;
  blame(plan, {
    code: 'unknown-sandbox', path: [...path, 'sandbox'], where, found: `names the sandbox ${quoted(sandbox)}, which does not exist`,
    instead: oneOf(among), unknown: { name: sandbox, among },
  });
}

const isPort = (port: number): boolean => Number.isSafeInteger(port) && port >= 1 && port <= 65_535;

function checkHosts(plan: Plan, { name, allow }: HostsDecl, path: IrPath): void {
  const where = `hosts ${plain(name)}`;
  if (allow.length === 0) {
    blame(plan, { code: 'no-host', path: [...path, 'allow'], where, found: 'allows no host', instead: 'at least one, such as `registry.npmjs.org`' });
  }
  checkList(plan, { where, path: [...path, 'allow'] }, allow);
  for (const [at, text] of allow.entries()) {
    const fault = hostRuleFault(text);
    if (fault === null) continue;
    blame(plan, {
      code: 'bad-host', path: [...path, 'allow', at], where, found: `allows ${quoted(text)}, which ${fault}`,
      instead: 'the name of one host, such as `registry.npmjs.org` or `registry.npmjs.org:443`, or `*.` before a name that is one owner\'s',
    });
  }
}

/** Each name of a list once. */
export function checkList(plan: Plan, list: { readonly where: string; readonly path: IrPath }, names: readonly string[]): void {
  const seen = new Set<string>();
  for (const [at, name] of names.entries()) {
    if (seen.has(name)) {
      blame(plan, { code: 'duplicate-reference', path: [...list.path, at], where: list.where, found: `names ${quoted(name)} twice`, instead: 'each once' });
    }
    seen.add(name);
  }
}
