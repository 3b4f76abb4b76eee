/** A run on a repository: begun, and worked on by hands of this process. */

import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { scriptedAgent } from '../agents/scripted.ts';
import { type CrewEnd, workOn } from '../hands/crew.ts';
import { environmentKeys } from '../hands/scrub/environment-keys.ts';
import { scrubbedBlobs } from '../hands/scrub/scrubbed-blobs.ts';
import { scrubber } from '../hands/scrub/scrubber.ts';
import { takingNoSecrets } from '../hands/scrub/secret-refusals.ts';
import { LocalRunHost } from '../host/local-run-host.ts';
import { newRunId } from '../host/new-run-id.ts';
import { randomIds } from '../host/random-ids.ts';
import { systemClock } from '../host/system-clock.ts';
import { type Local, openLocal } from '../journal/open-local.ts';
import { brain } from '../kernel/brain.ts';
import type { Command } from '../kernel/command.ts';
import type { Event } from '../kernel/event.ts';
import type { Ir } from '../kernel/ir.ts';
import { isRefusal, type Refusal } from '../kernel/refusal.ts';
import type { State } from '../kernel/state.ts';
import { GatewayError } from '../ports/gateway.ts';
import { GitCheckouts } from '../repo/git-checkouts.ts';
import { GitPublisher } from '../repo/publish/git-publisher.ts';
import { GitRepo } from '../repo/git-repo.ts';
import { patchOf } from '../repo/patch-of.ts';
import { ParsedSignatures } from '../repo/signatures/parsed-signatures.ts';
import { hostLives, thisHost } from '../sandbox/machine/host-life.ts';
import { UidPool } from '../sandbox/machine/uid-pool.ts';
import { findToolchains } from '../sandbox/toolchains/find-toolchains.ts';
import type { Plan } from './plan-file.ts';
import { PlanBoxes } from './plan-boxes.ts';
import { readRunRecord, type RunRecord, writeRunRecord } from './run-records.ts';
import { adapters } from './adapters.ts';
import { agentHere } from './agents-here.ts';
import { type GatewayHere, gatewayHere } from './gateway-here.ts';
import { stateOf } from './sandboxes.ts';
import { markHands } from './hands-at-work.ts';

export interface Surroundings {
  /** Where state is kept. */
  readonly directory: string;
  /** Where programs are looked for. */
  readonly path: string;
  readonly home: string | null;
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface Starting {
  readonly plan: Plan;
  readonly repository: string;
  /** What it starts from; otherwise what is checked out. */
  readonly revision: string;
  readonly inputs: readonly (readonly [string, string])[];
  readonly scripts: string | null;
  readonly pullRequests: boolean;
  readonly baked: readonly string[];
  /** The program's own version. */
  readonly kernel: string;
}

export type Started = { readonly ok: true; readonly run: string; readonly base: string } | { readonly ok: false; readonly why: string };

/** Begins a run; nobody works on it yet. Throws `RepoError` and `JournalError`. */
export async function startRun({ directory, path }: Surroundings, starting: Starting): Promise<Started> {
  const { plan, revision, inputs, kernel, scripts, pullRequests, baked } = starting;
  const local = openLocal(directory);
  const host = hostOf(local, { timers: false });
  try {
    const taken = new Set(await local.journal.runs());
    const run = newRunId({ workflow: plan.ir.root, at: Date.now(), random: Math.random, isTaken: (id) => taken.has(id) });
    const repo = await GitRepo.open({ directory: starting.repository, run, path });
    const base = await repo.commitOf(revision);
    if (base === null) return { ok: false, why: `${starting.repository} has no commit ${revision}` };
    for (const { text } of plan.files) await local.blobs.put(new TextEncoder().encode(text));
    const record: RunRecord = { format: 1, repository: resolve(starting.repository), scripts: scripts === null ? null : resolve(scripts), pullRequests, baked };
    await writeRunRecord(directory, run, record);
    const files = plan.files.map(({ name, digest }) => [name, digest] as const);
    const answer = await host.exec(run, { type: 'start', id: randomIds.next(), at: systemClock.now(), run, kernel, ir: plan.ir, base, inputs, files });
    return isRefusal(answer) ? { ok: false, why: answer.message } : { ok: true, run, base };
  } finally {
    await host.close();
    await local.journal.close();
  }
}

export interface Working {
  readonly run: string;
  readonly hands: number;
  readonly staysForPeople: boolean;
  /** A person's word that dependencies which candidates lock may be fetched, from the registries that `bake` knows. */
  readonly mayBake: boolean;
  readonly onEvents: (events: readonly Event[]) => void;
  /** What is worth a line: what was swept, what was refused on a way out. */
  readonly onSaid: (line: string) => void;
  readonly stop: AbortSignal;
}

export type Worked = { readonly ok: true; readonly end: CrewEnd } | { readonly ok: false; readonly why: string };

/** Works on a run until it has ended, or only a person can go on with it. */
export async function workRun(surroundings: Surroundings, working: Working): Promise<Worked> {
  const { directory } = surroundings;
  const record = readRunRecord(directory, working.run);
  if (record === null) return { ok: false, why: `run ${working.run} works on no repository of this machine` };
  const local = openLocal(directory);
  const troubles: unknown[] = [];
  const host = hostOf(local, { timers: true, onTrouble: (error) => troubles.push(error) });
  const unmark = markHands(directory, working.run);
  try {
    const end = await workWith({ surroundings, local, host, record }, working);
    if (troubles.length > 0) throw troubles[0];
    return { ok: true, end };
  } catch (error) {
    if (error instanceof GatewayError) return { ok: false, why: error.message };
    throw error;
  } finally {
    unmark();
    await host.close();
    await local.journal.close();
  }
}

interface Means {
  readonly surroundings: Surroundings;
  readonly local: Local;
  readonly host: LocalRunHost<State, Command, Event>;
  readonly record: RunRecord;
  readonly own: GatewayHere;
}

async function workWith(means: Omit<Means, 'own'>, working: Working): Promise<CrewEnd> {
  const own = gatewayHere(means.surroundings);
  try {
    return await workBehind({ ...means, own }, working);
  } finally {
    await own.close();
  }
}

async function workBehind({ surroundings, local, host, record, own }: Means, working: Working): Promise<CrewEnd> {
  const { directory, path, env } = surroundings;
  const machine = { directory, path };
  const state = stateOf(machine);
  const known = environmentKeys(env);
  const clean = scrubber(() => [...known, ...own.secrets()]);
  const onSaid = (line: string): void => working.onSaid(clean.scrub(line));
  const ir = await host.look(working.run, (state) => state.plan?.ir ?? null);
  const repo = await GitRepo.open({ directory: record.repository, run: working.run, path });
  const toolchains = findToolchains({ path, home: surroundings.home, env });
  const boxes = new PlanBoxes({ machine, toolchains, hosts: ir?.hosts ?? [], baked: record.baked, gateway: own.gateway, run: working.run, mayBake: working.mayBake, onRefused: onSaid });
  for (const line of await boxes.sweep(sandboxesOf(ir))) onSaid(line);
  const checkouts = new GitCheckouts({ objects: repo.objects, state, owner: ownerOfBases(state), hosts: { own: () => thisHost(state), lives: (host) => hostLives(state, host) } });
  await checkouts.collect();
  const scripted = scriptedAgent((order) => scriptOf(record.scripts, order));
  const worked = workOn({
    run: working.run, host, blobs: scrubbedBlobs(local.blobs, clean), archives: local.blobs, scrubber: clean, repo, checkouts, boxes,
    takePatch: takingNoSecrets({ take: (taking) => patchOf(repo, taking), repo, scrubber: clean }),
    signatures: new ParsedSignatures(),
    agent: (use) => (use === 'scripted' ? scripted : agentHere(use, path)),
    publisher: new GitPublisher({ repository: record.repository, path, env, pullRequests: record.pullRequests }),
    clock: systemClock, ids: randomIds, handNames: { next: () => `${localHand}${thisHost(state)}-${randomIds.next().slice(0, 8)}` },
    isGone: (hand) => hand.startsWith(localHand) && !hostLives(state, hand.slice(localHand.length).split('-')[0] ?? ''),
  }, { ...working, wakes: local.journal.wake(working.run) });
  return worked.finally(() => boxes.close());
}

/** Hands of this machine say in their names of which process they are: of others nothing is known here. */
const localHand = 'local-';

/** Who owns the base of an overlay may change it, so it is a user that no order is run as. */
function ownerOfBases(state: string): { readonly uid: number; readonly gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  const { ofBases } = new UidPool(state);
  return { uid: ofBases, gid: ofBases };
}

function sandboxesOf(ir: Ir | null): readonly string[] {
  return [adapters.defaultSandbox, ...(ir?.sandboxes ?? []).map(({ use }) => use)];
}

function hostOf(local: Local, { timers, onTrouble = () => undefined }: { readonly timers: boolean; readonly onTrouble?: (error: unknown) => void }): LocalRunHost<State, Command, Event> {
  return new LocalRunHost({ ...local, brain, clock: systemClock, ids: randomIds }, { timers, jitter: Math.random, onTrouble });
}

/**
 * The script for an order, the most particular first: `export/write.2.sh`, `export/write.sh`, `write.2.sh`, `write.sh`.
 * The run's own steps have no task: `@/plan.1` is `plan.1.sh`. A task that begins anew is `export~2`, and after that is looked for as itself.
 */
function scriptOf(directory: string | null, order: string): string | null {
  if (directory === null) return null;
  const at = order.lastIndexOf('/');
  const [task, visit] = [order.slice(0, at), order.slice(at + 1)];
  const step = visit.replace(/\..*$/, '');
  const folders = task.startsWith('@') ? [] : [...new Set([task, task.replace(/~\d+$/, '')])];
  const names = [...folders.flatMap((folder) => [`${folder}/${visit}`, `${folder}/${step}`]), visit, step];
  for (const name of names) {
    const file = join(directory, `${name}.sh`);
    if (file.startsWith(`${resolve(directory)}/`) && existsSync(file)) return readFileSync(file, 'utf8');
  }
  return null;
}

export type { Refusal };
