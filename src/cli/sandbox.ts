/** `sandbox -- COMMAND…`: one command in a box, as an order would be run. */

import { findToolchains, runBoxed, type SandboxLimits, sandboxNames, type SandboxOutcome, type Toolchains, usualLimits } from '../compose/sandboxes.ts';
import { hostRuleFault } from '../compose/way-out.ts';
import { exitCodes } from './exit-codes.ts';
import { stateDirectoryOf } from './open-journal.ts';
import { wholeOption } from './parse-args.ts';
import { styled } from './print/line.ts';
import { StreamedLines } from './print/streamed-lines.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';
import type { Act, Call } from './verb.ts';

export const sandbox: Act = async (call, terminal) => {
  const { surroundings } = terminal;
  const { options } = call;
  const image = options.get('image') ?? null;
  // Only one of them has images.
  const use = knownSandbox(options.get('with') ?? (image === null ? sandboxNames[0] ?? '' : 'oci'));
  const allow = allowOf(call);
  const limits = limitsOf(call);
  const machine = { directory: stateDirectoryOf(surroundings), path: surroundings.env['PATH'] ?? '' };
  // An image has its own: this machine's would need this machine's libraries.
  const toolchains = image !== null && !options.has('toolchains') ? null : toolchainsOf(call, terminal);
  const streams = { stdout: new StreamedLines((line) => terminal.print(line)), stderr: new StreamedLines((line) => terminal.say(line)) };
  const refused = new Set<string>();
  const kept = { stdout: '', stderr: '' };
  const decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
  const outcome = await runBoxed(machine, {
    use, command: call.arguments, workspace: options.get('workspace') ?? null, isReadOnly: options.has('read-only'), isRepository: options.has('git'), baked: listOption(call, 'baked'),
    image, limits, toolchains,
    allow,
    onRefused: (line) => {
      if (refused.size < mostRefused) refused.add(line);
    },
    onSwept: (line) => terminal.say(line),
    demands: (['memory', 'pids', 'cpus', 'disk', 'image'] as const).filter((name) => options.has(name)),
    onOutput: (stream, bytes) => {
      if (call.isJson) kept[stream] += decoders[stream].decode(bytes, { stream: true });
      else streams[stream].add(bytes);
    },
  });
  if (call.isJson) terminal.json({ outcome, ...kept, refused: [...refused], toolchains: toolchains?.found.map(({ name, program, bin }) => ({ name, program, bin })) ?? [] });
  else {
    for (const stream of Object.values(streams)) stream.end();
    for (const line of refused) terminal.say([styled('bad', 'refused: '), line]);
    tell(outcome, terminal);
    // The program may be one that PATH leads to outside.
    if (outcome.kind === 'exit' && outcome.code === 127) for (const { program, why } of toolchains?.unresolved ?? []) terminal.say(`not brought inside: ${program}: ${why}`);
  }
  return outcome.kind === 'exit' && outcome.code === 0 ? exitCodes.ok : exitCodes.failed;
};

/** Throws `UsageError` for a name that no sandbox has. */
export function knownSandbox(name: string): string {
  if (sandboxNames.includes(name)) return name;
  throw new UsageError(`There is no sandbox ${name} in this version; there is ${sandboxNames.join(', ')}.`);
}

const mostRefused = 20;

/** What may be reached; `null`: nothing. */
function allowOf({ options }: Call): readonly string[] | null {
  const net = options.get('net') ?? 'none';
  const allow = options.get('allow')?.split(',') ?? null;
  if (net !== 'none' && net !== 'gateway') throw new UsageError(`Option --net takes none or gateway; ${net} is neither.`);
  if (net === 'none') {
    if (allow === null) return null;
    throw new UsageError('Option --allow needs --net gateway: otherwise nothing is reached.');
  }
  if (allow === null) throw new UsageError('Option --net gateway needs --allow HOST: what it may reach.');
  for (const host of allow) {
    const fault = hostRuleFault(host);
    if (fault !== null) throw new UsageError(`Option --allow needs names of hosts, such as registry.npmjs.org or registry.npmjs.org:443, with commas between; ${JSON.stringify(host)} ${fault}.`);
  }
  return allow;
}

/** Several are given with commas between. */
export function listOption({ options }: Call, name: string): readonly string[] {
  return (options.get(name) ?? '').split(',').filter((one) => one !== '');
}

/** What this person's PATH leads to, unless it is not wanted. */
export function toolchainsOf({ options }: Call, { surroundings }: Terminal): Toolchains | null {
  const wanted = options.get('toolchains') ?? 'path';
  if (!['path', 'none'].includes(wanted)) throw new UsageError(`Option --toolchains takes path or none; ${wanted} is neither.`);
  const { env } = surroundings;
  return wanted === 'none' ? null : findToolchains({ path: env['PATH'] ?? '', home: surroundings.home(), env });
}

function tell(outcome: SandboxOutcome, terminal: Terminal): void {
  if (outcome.kind === 'exit' && outcome.code === 0) return;
  terminal.say([styled('bad', 'ended: '), wordsOf(outcome)]);
}

function wordsOf(outcome: SandboxOutcome): string {
  switch (outcome.kind) {
    case 'exit': return `exit code ${outcome.code}`;
    case 'signal': return `signal ${outcome.signal}`;
    case 'timeout': return 'its time was up';
    case 'oom': return 'it took more memory than it may';
    case 'limit': return `it passed its limit of ${outcome.which}`;
    case 'service': return `service ${outcome.name} was not ready: ${outcome.how}`;
    case 'cancelled': return 'it was cancelled';
  }
}

/** What a call says of limits; otherwise the usual ones. */
export function limitsOf(call: Call, usual: SandboxLimits = usualLimits): SandboxLimits {
  const seconds = atLeastOne(call, 'seconds');
  return {
    ...usual,
    memoryBytes: bytesOption(call, 'memory') ?? usual.memoryBytes,
    scratchBytes: bytesOption(call, 'scratch') ?? usual.scratchBytes,
    diskBytes: bytesOption(call, 'disk'),
    pids: atLeastOne(call, 'pids') ?? usual.pids,
    cpus: atLeastOne(call, 'cpus') ?? usual.cpus,
    wallMs: seconds === null ? usual.wallMs : seconds * 1_000,
  };
}

function atLeastOne(call: Call, name: string): number | null {
  const value = wholeOption(call, name);
  if (value === 0) throw new UsageError(`Option --${name} needs 1 or more.`);
  return value;
}

const units: Readonly<Record<string, number>> = { '': 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30 };

function bytesOption({ options }: Call, name: string): number | null {
  const text = options.get(name);
  if (text === undefined) return null;
  const [, digits, unit = ''] = /^(\d+)([KMG]?)$/.exec(text) ?? [];
  const bytes = Number(digits ?? Number.NaN) * (units[unit] ?? Number.NaN);
  if (!Number.isSafeInteger(bytes) || bytes === 0) throw new UsageError(`Option --${name} needs a size, such as 512M or 4G; ${text} is none.`);
  return bytes;
}
