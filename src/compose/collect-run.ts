/**
 * What a run that is over leaves behind, and nobody needs any longer: refs that kept its patches and prefixes from being
 * lost while they could still land (B4), and what its hands told.
 *
 * A run that may go on is never touched: one that has halted may be retried. The tip stays, and whatever did not land is
 * put into quarantine before its own ref goes, if it is not there yet.
 */

import { existsSync, rmSync, statSync } from 'node:fs';
import { pin, refName } from '../hands/pins.ts';
import { logOf } from './run-log.ts';
import type { State } from '../kernel/state.ts';
import { GitRepo } from '../repo/git-repo.ts';
import { hasHands, sweepHands } from './hands-at-work.ts';
import { readRunRecord } from './run-records.ts';

export interface CollectOptions {
  readonly directory: string;
  readonly path: string;
  /** What was put aside goes as well. */
  readonly isQuarantine: boolean;
  /** Nothing is removed; it is only said what would be. */
  readonly isDry: boolean;
}

export type CollectedRun = { readonly run: string } & (
  | { readonly kept: string }
  | { readonly kept: null; readonly refs: number; readonly quarantineRemoved: number; readonly quarantineLeft: number; readonly logBytes: number });

/** What has to be known of a run, while its state can be looked at. */
export interface RunEnd {
  readonly status: State['run']['status'];
  readonly patches: readonly KnownPatch[];
}

interface KnownPatch {
  readonly patch: string;
  readonly line: string;
  readonly hasLanded: boolean;
}

export function runEnd({ run, patches }: State): RunEnd {
  const known = [...patches.entries()].map(([key, { line, status }]) => ({ patch: key.slice(0, key.length - line.length - 1), line, hasLanded: status === 'landed' }));
  return { status: run.status, patches: known };
}

export async function collectRun(run: string, { status, patches }: RunEnd, options: CollectOptions): Promise<CollectedRun> {
  const { directory, path, isDry } = options;
  if (status !== 'complete' && status !== 'aborted') return { run, kept: status === 'halted' ? 'it has halted, and may be retried; cancel ends it' : `it is ${status}` };
  if (hasHands(directory, run)) return { run, kept: 'a process works on it' };
  const record = readRunRecord(directory, run);
  if (record === null) return { run, kept: 'it works on no repository of this machine' };
  const repo = await GitRepo.open({ directory: record.repository, run, path });
  const refs = await collectRefs(repo, patches, options);
  const log = logOf(directory, run);
  const logBytes = existsSync(log) ? statSync(log).size : 0;
  if (!isDry) {
    rmSync(log, { force: true });
    sweepHands(directory, run);
  }
  return { run, kept: null, ...refs, logBytes };
}

interface CollectedRefs {
  readonly refs: number;
  readonly quarantineRemoved: number;
  readonly quarantineLeft: number;
}

async function collectRefs(repo: GitRepo, patches: readonly KnownPatch[], { isQuarantine, isDry }: CollectOptions): Promise<CollectedRefs> {
  const kept = await repo.refs('patch/');
  const aside = new Map(await repo.refs('quarantine/'));
  for (const [name, commit] of isQuarantine ? [] : kept) {
    for (const missing of asideOf(name, patches).filter((one) => !aside.has(one))) {
      aside.set(missing, commit);
      if (!isDry) await pin({ repo }, missing, commit);
    }
  }
  const useless = [...kept, ...await repo.refs('probe/')];
  const gone = isQuarantine ? [...aside] : [];
  // Last: whatever is killed in between, everything that did not land has a name.
  for (const [name, object] of isDry ? [] : [...useless, ...gone]) await repo.moveRef(name, { from: object, to: null });
  return { refs: useless.length, quarantineRemoved: gone.length, quarantineLeft: aside.size - gone.length };
}

/** The names in quarantine of a patch that did not land everywhere; one that no event names is put aside as nobody's. */
function asideOf(ref: string, patches: readonly KnownPatch[]): readonly string[] {
  const known = patches.filter(({ patch }) => refName(`patch/${patch}`) === ref);
  if (known.length === 0) return [refName(`quarantine/@unreported/${ref.slice('patch/'.length)}`)];
  return known.filter(({ hasLanded }) => !hasLanded).map(({ line, patch }) => refName(`quarantine/${line}/${patch}`));
}
