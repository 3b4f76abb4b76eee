/** Entering a step: may it be entered (T3, T7, R6), and what its kind then needs. */

import { must } from '../assert.ts';
import type { AgentStep, AskStep, CallStep, Step, TalkStep, WaitStep } from '../ir.ts';
import { nothing } from '../amount.ts';
import type { OrderSpec } from '../event.ts';
import { tallyKey, tallyOf } from '../evolve/frame.ts';
import { startOf, stepOf } from '../plan.ts';
import type { Cause, Frame } from '../rows.ts';
import { shortDigest } from '../digest.ts';
import { wireOf } from '../outcomes.ts';
import { agentsOf, attemptDigest, orderFor, stepLimit } from './attempts.ts';
import { type Draft, emit } from './draft.ts';
import { enterGrow } from './grow.ts';
import { enterLand } from './land.ts';
import { route } from './leave.ts';
import { frameRow, lineRow } from './look.ts';
import { ask, enterPublish } from './people.ts';

interface Entry {
  readonly frame: string;
  readonly step: string;
  readonly cause: Cause;
}

export function enter(draft: Draft, entry: Entry): void {
  const frame = frameRow(draft.state, entry.frame);
  if (frame.status !== 'live') return;
  const step = stepOf(draft.plan, frame.workflow, entry.step);
  const why = stepLimit(draft, frame, step, entry.cause);
  if (why !== null) return limited(draft, frame, step, why);
  openers[step.kind](draft, frame, step as never, entry.cause);
}

/** At its cap a step ends `limit`; the second time since the last grant its frame halts (R6). */
function limited(draft: Draft, frame: Frame, step: Step, why: string): void {
  const tally = tallyOf(draft.state, tallyKey(frame.line, frame.workflow, step.name), frame.line);
  const wire = tally.limited > 0 ? { on: 'limit', to: 'halt' } : wireOf(step, 'limit');
  emit(draft, { type: 'StepLimited', frame: frame.id, step: step.name, why, to: wire.to });
  route(draft, { frame: frame.id, step: step.name, outcome: 'limit', why }, wire, 'attempt');
}

type Opener<S extends Step> = (draft: Draft, frame: Frame, step: S, cause: Cause) => void;

const openers: { readonly [K in Step['kind']]: Opener<Extract<Step, { readonly kind: K }>> } = {
  run: (draft, frame, step, cause) => void openVisit(draft, frame, step, { cause, orders: ['run'] }),
  agent: openAgents,
  gate: (draft, frame, step, cause) => void openVisit(draft, frame, step, { cause, orders: ['gate'] }),
  measure: (draft, frame, step, cause) => void openVisit(draft, frame, step, { cause, orders: ['measure'] }),
  ask: openQuestion,
  talk: openQuestion,
  grow: (draft, frame, step, cause) => enterGrow(draft, openVisit(draft, frame, step, { cause }), step),
  call: openCall,
  land: (draft, frame, step, cause) => enterLand(draft, openVisit(draft, frame, step, { cause }), step),
  publish: (draft, frame, step, cause) => enterPublish(draft, openVisit(draft, frame, step, { cause }), step),
  wait: openWait,
};

interface Opening {
  readonly cause: Cause;
  readonly orders?: readonly OrderSpec['kind'][];
  readonly specs?: (visit: string) => readonly OrderSpec[];
  readonly digest?: string | null;
  readonly timerAt?: number;
}

/** Opens a visit and its orders; returns the visit's id. */
function openVisit(draft: Draft, frame: Frame, step: Step, opening: Opening): string {
  const key = tallyKey(frame.line, frame.workflow, step.name);
  const tally = tallyOf(draft.state, key, frame.line);
  const visit = `${frame.id}/${step.name}.${tally.visits + 1}`;
  const plain = (opening.orders ?? []).map((kind) => ({ order: visit, kind, agent: null, allowance: nothing }));
  emit(draft, {
    type: 'VisitOpened', visit, frame: frame.id, step: step.name,
    attempt: tally.attempts + (opening.cause === 'attempt' ? 1 : 0),
    cause: opening.cause,
    digest: opening.digest ?? null,
    orders: opening.specs?.(visit) ?? plain,
    timerAt: opening.timerAt ?? null,
  });
  return visit;
}

function openAgents(draft: Draft, frame: Frame, step: AgentStep, cause: Cause): void {
  const agents = agentsOf(draft, frame, step, cause);
  openVisit(draft, frame, step, {
    cause,
    digest: attemptDigest(draft, frame, step, agents),
    specs: (visit) => agents.map((agent, index) =>
      orderFor(draft, { order: step.panel === true ? `${visit}[${index + 1}]` : visit, kind: 'agent', agent })),
  });
}

function openQuestion(draft: Draft, frame: Frame, step: AskStep | TalkStep, cause: Cause): void {
  const visit = openVisit(draft, frame, step, { cause });
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

function openCall(draft: Draft, frame: Frame, step: CallStep, cause: Cause): void {
  const visit = openVisit(draft, frame, step, { cause });
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

function openWait(draft: Draft, frame: Frame, step: WaitStep, cause: Cause): void {
  if (step.command !== undefined) openVisit(draft, frame, step, { cause, orders: ['poll'] });
  else openVisit(draft, frame, step, { cause, timerAt: draft.at + must(step.afterMs, 'afterMs') });
}

