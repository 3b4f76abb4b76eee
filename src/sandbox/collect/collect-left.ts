/**
 * What an order left in its workspace, as changes of its base (E2, E7).
 *
 * The host does not look into the layer: how an overlay keeps a deletion is not its business, and
 * what lies there was written by others. A program of ours lists it in a box on the same base and
 * layer, with no more rights than who left it, and what it tells is judged as if it lied. Nothing
 * that was left is run, imported, or shown to git.
 */

import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import { type Sandbox, type SandboxLimits, type SandboxOrder, type SandboxOutcome, type Workspace, workspacePath } from '../../ports/sandbox.ts';
import { shownName } from '../../ports/shown-name.ts';
import { ownDirectory } from '../inside/run-attended.ts';
import { insideScript } from '../inside/scripts.ts';
import { changesOf, type Collected } from './changes.ts';
import { type LeftCaps, nameCaps, usualCaps } from './left-caps.ts';
import { LeftReader } from './left-reader.ts';
import { refusal, type RefusalKind } from './refusal.ts';

export interface Collecting {
  readonly workspace: Workspace;
  /** Of the order that left it: what its layer may take. */
  readonly limits: SandboxLimits;
  readonly caps?: LeftCaps;
  readonly cancel?: AbortSignal;
}

const listerLimits = { memoryBytes: 512 << 20, pids: 64, cpus: null, cpuMs: 120_000, wallMs: 120_000, fileBytes: 1 } as const;
/** More than the head of an entry, or the end. */
const entryBytes = 64;
const tailBytes = 500;

/** Once the order has ended. Throws `SandboxError` only where the box could not be made. */
export async function collectLeft(sandbox: Sandbox, { workspace, limits, caps = usualCaps, cancel }: Collecting): Promise<Collected> {
  const reader = new LeftReader(caps);
  const enough = new AbortController();
  let complaint = '';
  const outcome = await sandbox.run(listing({ workspace, limits, caps }), {
    onOutput: (stream, bytes) => {
      if (stream === 'stderr') complaint = (complaint + Buffer.from(bytes).toString('utf8')).slice(-tailBytes);
      else reader.push(bytes);
      if (reader.fault !== null) enough.abort();
    },
    cancel: cancel === undefined ? enough.signal : AbortSignal.any([enough.signal, cancel]),
  });
  if (reader.fault !== null) return whole('broken', `what is left could not be listed: ${reader.fault}`);
  if (outcome.kind !== 'exit' || outcome.code !== 0) return whole('broken', `what is left could not be listed: ${howEnded(outcome)}${complaint === '' ? '' : `: ${complaint}`}`);
  const told = reader.end();
  if (typeof told === 'string') return whole('broken', `what is left could not be listed: ${told}`);
  switch (told.ended) {
    case 'whole': return changesOf(told, workspace.base);
    case 'too-many': return whole('too-many', `more than ${caps.entries} entries have changed: no more are taken at once`);
    case 'too-much': return whole('too-much', `what has changed is more than ${caps.bytes} bytes: no more are taken at once`);
    case 'base-unreadable': return whole('broken', `what is left could not be compared: the base ${workspace.base} cannot be read by the order's user`);
  }
}

function listing({ workspace, limits, caps }: Required<Pick<Collecting, 'workspace' | 'limits' | 'caps'>>): SandboxOrder {
  const script = insideScript('lister');
  const [node, inside, base] = [`${ownDirectory}/node`, `${ownDirectory}/${basename(script)}`, `${ownDirectory}/base`];
  const told = JSON.stringify({ root: workspacePath, base, ...caps, ...nameCaps });
  return {
    id: `list-${randomUUID()}`,
    command: [node, inside, told],
    workspace,
    inputs: [{ from: process.execPath, to: node }, { from: script, to: inside }, { from: workspace.base, to: base }],
    env: { PATH: '/usr/bin:/bin' },
    limits: { ...limits, ...listerLimits, outputBytes: caps.bytes + (caps.entries + 1) * (nameCaps.pathBytes + entryBytes) + tailBytes },
    wayOut: null, services: [], image: null,
  };
}

function whole(kind: RefusalKind, why: string): Collected {
  // It may hold what the program said, and that names of files that others gave.
  return { changes: [], refusals: [refusal(kind, '', shownName(why))] };
}

function howEnded(outcome: SandboxOutcome): string {
  return outcome.kind === 'exit' ? `exit code ${outcome.code}` : outcome.kind === 'limit' ? `limit of ${outcome.which}` : outcome.kind;
}
