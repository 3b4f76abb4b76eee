/**
 * An order with services, its way out on a port, or files that it wants back, as one without: the attendant performs them inside.
 *
 * So a back-end has to know none of them. The attendant tells by a line that begins with a word made for
 * it that a service was not ready; a command that finds the word out can make its own end look
 * like that, which is no better for it.
 */

import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import { type Sandbox, SandboxError, type SandboxOrder, type SandboxOutcome, type SandboxWatcher, wayOutPath } from '../../ports/sandbox.ts';
import { checkLimits, checkServices } from '../order/check-order.ts';
import { checkReturns } from '../order/check-returns.ts';
import { runReturning } from './run-returning.ts';
import { insideScript } from './scripts.ts';

/** Where the box's own programs are, inside. */
export const ownDirectory = '/run/espalier';

/** The attendant's own: the limits are what the command may have. */
const attendantThreads = 16;
const attendantBytes = 64 << 20;
/** What Node reads in its environment is the command's to read, and would change the attendant. */
const veil = 'ATTENDED_';
const tailBytes = 4_096;
const givenUp = 125;

export async function runAttended(order: SandboxOrder, watcher: SandboxWatcher, run: Sandbox['run']): Promise<SandboxOutcome> {
  const { services, wayOut, returns = [] } = order;
  if (services.length === 0 && (wayOut === null || wayOut.port === null) && returns.length === 0) return run(order, watcher);
  checkServices(order);
  checkReturns(returns);
  // They are raised from here on.
  checkLimits(order);
  const word = `attendant-${randomUUID()}`;
  const runServed: Sandbox['run'] = (given, own) => runWithServices({ order: given, watcher: own, word, run });
  return returns.length === 0 ? runServed(order, watcher) : runReturning(order, watcher, { word, run: runServed });
}

interface Served {
  readonly order: SandboxOrder;
  readonly watcher: SandboxWatcher;
  readonly word: string;
  readonly run: Sandbox['run'];
}

async function runWithServices({ order, watcher, word, run }: Served): Promise<SandboxOutcome> {
  let tail = Buffer.alloc(0);
  const outcome = await run(attended(order, word), {
    ...watcher,
    onOutput: (stream, bytes) => {
      if (stream === 'stderr') tail = Buffer.concat([tail, bytes]).subarray(-tailBytes);
      watcher.onOutput(stream, bytes);
    },
  });
  if (outcome.kind !== 'exit' || outcome.code !== givenUp) return outcome;
  const told = lastLine(tail.toString('utf8'), word);
  return told === null ? outcome : { kind: 'service', ...told };
}

function attended(order: SandboxOrder, word: string): SandboxOrder {
  const { wayOut, services, command, limits, inputs, env, returns = [] } = order;
  const script = insideScript('attendant');
  const [node, inside] = [`${ownDirectory}/node`, `${ownDirectory}/${basename(script)}`];
  const port = wayOut?.port ?? null;
  const told = { word, veil, wayOut: port === null ? null : { path: wayOutPath, port }, services, returns };
  return {
    ...order,
    command: [node, inside, JSON.stringify(told), ...command],
    env: Object.fromEntries(Object.entries(env).map(([name, value]) => [name.startsWith('NODE_') ? `${veil}${name}` : name, value])),
    inputs: [...inputs, { from: process.execPath, to: node }, { from: script, to: inside }],
    limits: { ...limits, pids: limits.pids + attendantThreads, memoryBytes: limits.memoryBytes + attendantBytes },
    wayOut: wayOut === null ? null : { ...wayOut, port: null },
    services: [],
    returns: [],
  };
}

/** What the attendant's own line tells; it was written inside, so it is taken for no more than words. */
function lastLine(text: string, word: string): { readonly name: string; readonly how: string } | null {
  const line = text.split('\n').find((one) => one.startsWith(`${word} `));
  if (line === undefined) return null;
  try {
    const told: unknown = JSON.parse(line.slice(word.length + 1));
    if (typeof told !== 'object' || told === null || !('name' in told) || !('how' in told)) return null;
    return { name: String(told.name).slice(0, 100), how: String(told.how).slice(0, tailBytes) };
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw new SandboxError(`Cannot read what the attendant told: ${String(error)}`);
  }
}
