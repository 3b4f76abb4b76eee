/** The gates of the landing: on a prefix of its queue, each unit of it a commit on the one before; and on the base (B1, B5). */

import type { PrefixUnit } from '../kernel/describe-order.ts';
import type { ReportResult } from '../kernel/facts.ts';
import { commitMessage, landingNote } from './commit-message.ts';
import type { Work } from './hand-parts.ts';
import { treeOf, withChanges } from './line-trees.ts';
import { gatesOn } from './perform-gates.ts';
import { pin, signed } from './pins.ts';

export async function performProbe(work: Work): Promise<ReportResult> {
  const { repo, run } = work.parts;
  const { base, units, order } = work.sheet;
  const commits: string[] = [];
  let tip = base;
  for (const unit of units) {
    tip = unit.commit ?? await commitOf(work, unit, tip);
    commits.push(tip);
  }
  // Pinned before anybody hears of it: what is reported is there (B1).
  await pin(work.parts, `probe/${order.id}`, tip);
  const judged = await gatesOn(work, await treeOf(repo, tip), await treeOf(repo, base));
  // Beside the commit before it lands: whoever finds the tip finds what proved it.
  if (judged.gates.every(({ exit }) => exit === 0)) await repo.note(tip, landingNote(run, { ...judged, base, commits }));
  return { ...judged, base, patch: null, commits };
}

async function commitOf({ parts: { repo, run }, startedAt }: Work, unit: PrefixUnit, parent: string): Promise<string> {
  const tree = await withChanges(repo, await treeOf(repo, parent), unit.changes);
  return repo.commit({ tree, parent, message: commitMessage(run, unit), ...signed(startedAt) });
}

export async function performBase(work: Work): Promise<ReportResult> {
  const { base } = work.sheet;
  const tree = await treeOf(work.parts.repo, base);
  return { ...await gatesOn(work, tree, tree), base, patch: null };
}
