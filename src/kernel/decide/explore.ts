/** `explore N`: several branches try, and what goes on is picked by rule, never by a model. */

import { stepOf } from '../plan.ts';
import type { CallStep, MeasureStep } from '../ir.ts';
import type { Frame, Line, Visit } from '../rows.ts';
import { closeFrame } from './close.ts';
import { type Draft, emit, guidance } from './draft.ts';
import { frameRow, lineRow } from './look.ts';

export function branchEnded(draft: Draft, branch: Frame): void {
  const visit = branch.parent === null ? undefined : draft.state.visits.get(branch.parent);
  if (visit === undefined) return;
  const owner = frameRow(draft.state, visit.frame);
  const step = stepOf(draft.plan, owner.workflow, visit.step);
  if (step.kind !== 'call' || step.explore === undefined) return;
  const picked = pick(draft, visit, step);
  if (picked === 'wait') return;
  if (picked === null) {
    for (const other of visit.frames) keepPatch(draft, other);
    const what = step.explore.pick === 'best' ? 'a green patch and a measure of it' : 'a green patch';
    const text = `none of ${step.explore.branches} branches ended with ${what}`;
    draft.todo.push({ do: 'outcome', visit: visit.id, word: 'fail', guidance: guidance(step.name, 'fail', { text }) });
    return;
  }
  for (const other of visit.frames) {
    if (other !== picked.id) closeFrame(draft, other, `${picked.id} was picked`);
    if (other !== picked.id) keepPatch(draft, other);
  }
  emit(draft, { type: 'ExplorePicked', visit: visit.id, frame: picked.id });
  draft.todo.push({ do: 'outcome', visit: visit.id, word: picked.word ?? 'ok' });
}

/** B4: what was not picked is kept where a person can find it. */
function keepPatch(draft: Draft, frame: string): void {
  const { line } = frameRow(draft.state, frame);
  const { patch } = lineRow(draft.state, line);
  const status = draft.state.patches.get(`${patch ?? ''} ${line}`)?.status;
  if (patch !== null && status === 'live') emit(draft, { type: 'PatchQuarantined', line, patch });
}

function pick(draft: Draft, visit: Visit, step: CallStep): Frame | null | 'wait' {
  const branches = visit.frames.map((id) => frameRow(draft.state, id));
  const owner = lineRow(draft.state, frameRow(draft.state, visit.frame).line);
  const good = branches.filter((branch) => branch.status === 'ended' && isGreen(draft, branch, owner));
  if (step.explore?.pick === 'first' && good[0] !== undefined) return good[0];
  if (branches.some((branch) => branch.status === 'live')) return 'wait';
  if (step.explore?.pick === 'first') return null;
  return best(draft, good, betterOf(draft, step.workflow));
}

/** Something was written in the branch, and every gate that judged it, as it now is, said green. */
function isGreen(draft: Draft, branch: Frame, owner: Line): boolean {
  const { patch, changes, base, evidence } = lineRow(draft.state, branch.line);
  const live = evidence.filter((item) => item.patch === patch && item.base === base);
  // E7: with the patch that it was forked with, a branch has shown nothing, and its green is another's.
  const written = patch !== null && patch !== owner.patch && (changes.length > 0 || owner.changes.length > 0);
  return written && live.length > 0 && live.every((item) => item.outcome === 'green');
}

/** As the branch's own measure says, or the first in what it calls: any of them is enough for the checker. */
function betterOf({ plan }: Draft, workflow: string): 'higher' | 'lower' {
  const names = new Set([workflow]);
  // A set hands out what is added while it is walked, so that each workflow is looked at once.
  for (const name of names) {
    const steps = plan.workflows.get(name)?.steps ?? [];
    const measure = steps.find((step): step is MeasureStep => step.kind === 'measure');
    if (measure !== undefined) return measure.better;
    for (const step of steps) if (step.kind === 'call') names.add(step.workflow);
  }
  return 'higher';
}

/** The best by its measure; among equals the branch with the lowest number. */
function best(draft: Draft, branches: readonly Frame[], better: 'higher' | 'lower'): Frame | null {
  let winner: Frame | null = null;
  let most = -Infinity;
  for (const branch of branches) {
    const { measured } = lineRow(draft.state, branch.line);
    if (measured === null) continue;
    const score = better === 'higher' ? measured : -measured;
    if (winner === null || score > most) [winner, most] = [branch, score];
  }
  return winner;
}

