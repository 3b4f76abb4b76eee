/** E1, E2, E6 and B4 as one state shows them: what lines hold, and what they may hold. */

import { classify, isBarredElsewhere } from '../path-classes.ts';
import type { Change } from '../facts.ts';
import type { TaskKind } from '../ir.ts';
import { type Frame, type Line, patchKey, type PatchRow } from '../rows.ts';
import type { State } from '../state.ts';
import { isWithin } from './tasks.ts';
import { isOver, type View } from './view.ts';

export function lineRules(view: View): void {
  for (const line of view.lines) {
    evidenceRules(view, line);
    pathRules(view, line);
  }
  if (isOver(view.state)) return;
  for (const line of view.lines) keptRule(view, line);
  for (const frame of view.frames) leftRule(view, frame);
  for (const frame of view.frames) goneRule(view, frame);
}

function evidenceRules({ found }: View, line: Line): void {
  const { id, patch, base } = line;
  for (const { gate, outcome, exit, patch: of, base: on } of line.evidence) {
    if (outcome === 'green' && exit !== 0) found.add('E1', `${gate} is green on ${id} with exit code ${exit}`);
    if (of !== patch) found.add('E6', `the evidence of ${gate} on ${id} speaks of ${of ?? 'no patch'}, and the patch is ${patch ?? 'none'}`);
    if (outcome === 'green' && on !== base) found.add('E6', `the green of ${gate} on ${id} speaks of ${on}, and the base is ${base}`);
  }
  for (const approval of line.approvals) {
    if (approval.patch !== patch) found.add('E6', `${approval.step} approved ${approval.patch}, and ${id} holds ${patch ?? 'no patch'}`);
  }
}

/** E2: every path of a task's patch is one that the task may change. */
function pathRules(view: View, line: Line): void {
  const frame = view.state.frames.get(line.id);
  const task = frame === undefined || frame.task === null ? undefined : view.state.tasks.get(frame.task);
  if (new Set(line.changes.map(({ path }) => path)).size < line.changes.length) view.found.add('E2', `${line.id} changes a path twice`);
  for (const change of line.changes) {
    const why = task === undefined ? guarded(view, change) : barred(view, task.spec, change);
    if (why !== null) view.found.add('E2', `${line.id} changes ${change.path}: ${why}`);
  }
}

function guarded({ plan }: View, { path }: Change): string | null {
  if (isBarredElsewhere(path, plan.ir.paths)) return 'run elsewhere';
  return classify(path, plan.ir.paths).protect ? 'protected' : null;
}

interface Claims {
  readonly kind: TaskKind | null;
  readonly writes: readonly string[];
}

/** Why a kind may not change a path under its claims; of no kind, only what is protected. */
export function barred({ plan }: Pick<View, 'plan'>, spec: Claims, { path }: Pick<Change, 'path'>): string | null {
  if (!spec.writes.some((claim) => isWithin(path, claim))) return 'not claimed';
  const is = classify(path, plan.ir.paths);
  if (is.protect) return 'protected';
  if (isBarredElsewhere(path, plan.ir.paths)) return 'run elsewhere';
  if (spec.kind === null) return null;
  if ((spec.kind === 'deps') !== is.manifests) return spec.kind === 'deps' ? 'not a manifest' : 'a manifest';
  if (spec.kind === 'deps') return null;
  if ((spec.kind === 'test') !== is.tests) return spec.kind === 'test' ? 'not a test' : 'a test';
  return spec.kind === 'docs' && plan.ir.paths.docs.length > 0 && !is.docs ? 'not documentation' : null;
}

/** B4: what a line holds is on record: its own, or that of the line from which it was forked. */
function keptRule({ state, found }: View, { id, patch, exploring }: Line): void {
  if (patch === null) return;
  if (exploring && state.frames.get(id)?.status !== 'live') return;
  const status = recordOf(state, id, patch)?.status;
  if (status === undefined || status === 'rejected') found.add('B4', `${patch} of ${id} is ${status ?? 'on no record'}`);
}

/** The record of a patch on a line; a branch that says no more than its owner has has its owner's. */
export function recordOf(state: State, id: string, patch: string): PatchRow | undefined {
  const own = state.patches.get(patchKey(id, patch));
  const frame = state.frames.get(id);
  if (own !== undefined || frame === undefined || state.lines.get(id)?.exploring !== true) return own;
  return state.patches.get(patchKey(ownerLine(state, frame), patch));
}

/** B4: a frame that has ended leaves its patch landed, or where a person can find it. */
function leftRule({ state, found }: View, frame: Frame): void {
  if (frame.status === 'live' || frame.parent === null || frame.line !== frame.id) return;
  const patch = state.lines.get(frame.line)?.patch ?? null;
  if (patch === null || state.patches.get(`${patch} ${frame.line}`)?.status !== 'live') return;
  if (frame.branch !== null && (state.visits.has(frame.parent) || wasPicked(state, patch, frame))) return;
  found.add('B4', `${frame.id} has ended, and ${patch} is neither landed nor kept for people`);
}

/** What a visit inside a task has opened goes with it, or the state would grow with every call. */
function goneRule({ state, found }: View, { id, task, parent }: Frame): void {
  // A task's own frame is named after the task; any other after the visit that opened it.
  if (task === null || parent === null || !id.startsWith(parent)) return;
  if (!state.visits.has(parent)) found.add('index', `${id} is still there, and the visit that opened it is not`);
}

/** A branch that was picked has given its patch to the line that it was forked from. */
function wasPicked(state: View['state'], patch: string, frame: Frame): boolean {
  const owner = ownerLine(state, frame);
  // An owner that has landed has left the state; as long as it was there, this was looked at.
  return owner === '' || state.patches.has(`${patch} ${owner}`);
}

/** The line of the frame whose visit opened this one. */
export function ownerLine(state: State, { parent }: Pick<Frame, 'parent'>): string {
  const owner = (parent ?? '').slice(0, (parent ?? '').lastIndexOf('/'));
  return state.frames.get(owner)?.line ?? '';
}
