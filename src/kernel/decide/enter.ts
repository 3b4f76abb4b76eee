/** Entering a step: may it be entered (T3, T7, R6), and what its kind then needs. */

import { must } from '../assert.ts';
import type { AgentStep, AskStep, CallStep, Step, TalkStep, WaitStep } from '../ir.ts';
import { nothing } from '../amount.ts';
import type { OrderSpec } from '../event.ts';
import { tallyOf } from '../evolve/frame.ts';
import { startOf, stepOf } from '../plan.ts';
import type { Cause, Frame } from '../rows.ts';
import { shortDigest } from '../digest.ts';
import { wireOf } from '../outcomes.ts';
import { agentsOf, attemptDigest, orderFor, stepLimit } from './attempts.ts';
import { type Draft, emit, type Entering } from './draft.ts';
import { enterGrow } from './grow.ts';
import { enterLand } from './land.ts';
import { route } from './leave.ts';
import { lineRow } from './look.ts';
import { ask, enterPublish } from './people.ts';

/** A step that is about to be entered in a frame, and what brought it there. */
export interface Entry<S extends Step = Step> {
  readonly frame: Frame;
  readonly step: S;
  readonly cause: Cause;
  /** The called frame that goes on, in place of a new one (T6). */
  readonly inside: Frame | null;
}

export function enter(draft: Draft, entry: Entering): void {
  const frame = draft.state.frames.get(entry.frame);
  if (frame?.status !== 'live') return;
  const step = stepOf(draft.plan, frame.workflow, entry.step);
  const inside = draft.state.frames.get(entry.inside ?? '');
  const next = { frame, step, cause: entry.cause, inside: inside?.status === 'halted' ? inside : null };
  const digest = step.kind === 'agent' ? attemptDigest(draft, { ...next, step }) : null;
  const why = stepLimit(draft, next, digest);
  if (why !== null) limited(draft, next, why);
  else open(draft, next, digest);
}

/** At its cap a step ends `limit`; the second time since the last grant its frame halts (R6). */
function limited(draft: Draft, { frame, step }: Entry, why: string): void {
  const tally = tallyOf(lineRow(draft.state, frame.line), frame.workflow, step.name);
  const wire = tally.limited > 0 ? { on: 'limit', to: 'halt' } : wireOf(step, 'limit');
  emit(draft, { type: 'StepLimited', frame: frame.id, step: step.name, why, to: wire.to });
  route(draft, { frame: frame.id, step: step.name, outcome: 'limit', why, cause: 'attempt' }, wire);
}

/** What each kind of step needs to begin: orders, a question, frames, or a place in a line. */
function open(draft: Draft, entry: Entry, digest: string | null): void {
  const { step } = entry;
  switch (step.kind) {
    case 'run': case 'gate': case 'measure':
      return void openVisit(draft, entry, { orders: [step.kind] });
    case 'agent': return openAgents(draft, { ...entry, step }, digest);
    case 'ask': case 'talk': return openQuestion(draft, { ...entry, step });
    case 'grow': return enterGrow(draft, openVisit(draft, entry), step);
    case 'call': return openCall(draft, { ...entry, step });
    case 'land': return enterLand(draft, openVisit(draft, entry), step);
    case 'publish': return enterPublish(draft, openVisit(draft, entry), step);
    case 'wait': return openWait(draft, { ...entry, step });
  }
}

interface Opening {
  readonly orders?: readonly OrderSpec['kind'][];
  readonly specs?: (visit: string) => readonly OrderSpec[];
  readonly digest?: string | null;
  readonly timerAt?: number;
}

/** Opens a visit and its orders; returns the visit's id. */
function openVisit(draft: Draft, { frame, step, cause }: Entry, opening: Opening = {}): string {
  const tally = tallyOf(lineRow(draft.state, frame.line), frame.workflow, step.name);
  const visit = `${frame.id}/${step.name}.${tally.visits + 1}`;
  const plain = (opening.orders ?? []).map((kind) => ({ order: visit, kind, agent: null, allowance: nothing }));
  emit(draft, {
    type: 'VisitOpened', visit, frame: frame.id, step: step.name,
    attempt: tally.attempts + (cause === 'attempt' ? 1 : 0),
    cause,
    digest: opening.digest ?? null,
    orders: opening.specs?.(visit) ?? plain,
    timerAt: opening.timerAt ?? null,
  });
  return visit;
}

function openAgents(draft: Draft, entry: Entry<AgentStep>, digest: string | null): void {
  const { step } = entry;
  const agents = agentsOf(draft, entry);
  openVisit(draft, entry, {
    digest,
    specs: (visit) => agents.map((agent, index) =>
      orderFor(draft, { order: step.panel === true ? `${visit}[${index + 1}]` : visit, kind: 'agent', agent })),
  });
}

function openQuestion(draft: Draft, entry: Entry<AskStep | TalkStep>): void {
  const { frame, step } = entry;
  const visit = openVisit(draft, entry);
  ask(draft, visit, { kind: step.kind, words: personWords(step), shows: shownBy(draft, frame, step), timeoutMs: step.timeoutMs });
}

/** The words a person may say: what is wired and not the machine's own. */
function personWords(step: AskStep | TalkStep): readonly string[] {
  const own = new Set(['limit', 'timeout', 'budget', 'fault', ...(step.kind === 'talk' ? ['fail'] : [])]);
  return step.wires.map((wire) => wire.on).filter((word) => !own.has(word));
}

/** What an answer is bound to (R2, E6): the patch it approves, the plan it was shown, or the words. */
function shownBy(draft: Draft, frame: Frame, step: AskStep | TalkStep): string {
  const { patch } = lineRow(draft.state, frame.line);
  if (step.kind === 'talk') return shortDigest(step.prompt);
  if (step.approves !== undefined || step.show === 'candidate') return patch ?? '-';
  const shown = frame.returned.find((item) => item.step === step.show);
  return shown?.digest ?? shortDigest(step.question);
}

function openCall(draft: Draft, entry: Entry<CallStep>): void {
  const { frame, step } = entry;
  const visit = openVisit(draft, entry);
  if (entry.inside !== null) return goOn(draft, entry.inside, visit);
  const branches = step.explore === undefined ? [null] : Array.from({ length: step.explore.branches }, (_, index) => index + 1);
  for (const branch of branches) {
    const id = branch === null ? visit : `${visit}~${branch}`;
    const { base } = lineRow(draft.state, frame.line);
    emit(draft, {
      type: 'FrameOpened', frame: id, workflow: step.workflow, task: frame.task, parent: visit, branch,
      line: branch === null ? frame.line : id,
      opens: branch === null ? null : { base, from: frame.line, learns: null },
    });
    draft.todo.push({ do: 'enter', frame: id, step: startOf(draft.plan, step.workflow), cause: 'attempt' });
  }
}

/** T6: what halted inside goes on where it halted: what it has returned and grown is not thrown away. */
function goOn(draft: Draft, { id, haltedAt, haltedIn }: Frame, visit: string): void {
  emit(draft, { type: 'FrameReopened', frame: id, parent: visit });
  draft.todo.push({ do: 'enter', frame: id, step: must(haltedAt, 'where it halted'), cause: 'attempt', inside: haltedIn ?? null });
}

function openWait(draft: Draft, entry: Entry<WaitStep>): void {
  const { step } = entry;
  if (step.command !== undefined) openVisit(draft, entry, { orders: ['poll'] });
  else openVisit(draft, entry, { timerAt: draft.at + must(step.afterMs, 'afterMs') });
}
