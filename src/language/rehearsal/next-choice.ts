/** Goes on from a place to the next choice that is followed, or to an end; what is not followed goes well. */

import type { Event } from '../../kernel/event.ts';
import type { State } from '../../kernel/state.ts';
import { tallyOf } from '../../kernel/evolve/frame.ts';
import { wireOf } from '../../kernel/outcomes.ts';
import { type Ending, nextMove, type Occasion } from './next-move.ts';
import { type Intent, type Place, type Rehearsing, well } from './place.ts';
import { isQuestion } from './possible-words.ts';
import { evolved, tell } from './walk.ts';

export interface Following extends Rehearsing {
  /** The tasks whose steps are followed along every word; `null`: the root's own. */
  readonly tasks: Rehearsing['tasks'];
  readonly followed: readonly (string | null)[];
  /** Those whose counts matter. */
  readonly counted: readonly (string | null)[];
  /** A task that, while the root's own steps are followed, may halt as it begins. */
  readonly mayHalt: string | null;
  /** Times that each question is answered on a line. */
  readonly answers: number;
}

export interface Gone {
  readonly place: Place;
  readonly next: Occasion | Ending;
}

/** Told of each command's events, with the state that they led to. */
export type Hear = (events: readonly Event[], state: State) => void;

/** Commands between two choices: caps end every run long before (R6). */
const mostMoves = 100_000;

/** The place's state is gone on with: who wants to keep it hands in a copy. */
export function goOn(place: Place, following: Following, hear: Hear): Gone {
  const intents = new Map(place.intents);
  let { state } = place;
  for (let moves = 0; moves < mostMoves; moves += 1) {
    const move = nextMove({ state, intents }, following);
    if (move.do === 'over') return { place: { state, intents }, next: move.ending };
    if (move.do === 'choose') {
      const { occasion } = move;
      if (isFollowed(occasion, following)) return { place: { state, intents }, next: occasion };
      intents.set(occasion.visit.id, isAnswered(occasion, following.answers) ? { word: 'waits' } : well);
      continue;
    }
    const events = move.events ?? tell(state, move.command);
    state = evolved(state, events);
    hear(events, state);
    for (const event of events) if (event.type === 'VisitEnded') intents.delete(event.visit);
  }
  return { place: { state, intents }, next: { kind: 'stuck', at: '' } };
}

function isFollowed(occasion: Occasion, following: Following): boolean {
  return isChosen(occasion, following) || isBeginning(occasion, following.mayHalt);
}

/** What is asked where caps count grants more of them: so every answer is followed. */
function isChosen({ frame, step }: Occasion, { followed, counted }: Following): boolean {
  return followed.includes(frame.task) || (isQuestion(step) && counted.includes(frame.task));
}

/** The first visit of the task that may halt. */
function isBeginning({ frame }: Occasion, mayHalt: string | null): boolean {
  return mayHalt !== null && frame.task === mayHalt && frame.visits === 1 && frame.line === frame.id;
}

/** A question that was answered so often on its line. */
export const isAnswered = ({ step, frame, line }: Occasion, answers: number): boolean =>
  isQuestion(step) && tallyOf(line, frame.workflow, step.name).visits > answers;

/**
 * Every word that can be caused; what any order may meet only where the workflow says what then.
 * `isSilent`: the question was answered often enough. That a failure was met too often follows from
 * meeting it.
 */
export function intentsAt(occasion: Occasion, following: Following, isSilent: boolean): readonly Intent[] {
  const { step } = occasion;
  if (!isChosen(occasion, following)) return [well, ...haltingWord(occasion)];
  if (isSilent) return [{ word: 'waits' }];
  const words = occasion.options.filter((word) => (word !== 'limit' || step.kind === 'wait')
    && (!onlyIfWired.includes(word) || step.wires.some(({ on }) => on === word)));
  const intents: Intent[] = words.map((word) => ({ word }));
  if (words.length === 0) intents.push(well);
  if (mayStop(step, following)) intents.push(...words.filter((word) => withoutPatch.includes(word)).map((word) => ({ word, isKept: true })));
  return isInTheWay(occasion, following) ? [...intents, { word: words[0] ?? '', isStale: true }] : intents;
}

/** Words that hand nothing over: what is there afterwards, a session has left that was continued. */
const withoutPatch: readonly string[] = ['fail', 'dispute', 'give-up', 'refused', 'timeout', 'budget', 'fault'];

function mayStop(step: Occasion['step'], { stops = false }: Following): boolean {
  return stops && step.kind === 'agent' && step.writes !== undefined && (step.continues ?? 0) > 0;
}

const onlyIfWired: readonly string[] = ['timeout', 'budget', 'fault'];

function haltingWord({ step, options }: Occasion): readonly Intent[] {
  return options.filter((word) => wireOf(step, word).to === 'halt').slice(0, 1).map((word) => ({ word }));
}

/** Whether what is written now could be in conflict with what has landed. */
function isInTheWay({ step, visit, state }: Occasion, { standIn }: Following): boolean {
  const order = visit.open[0];
  if (order === undefined || (step.kind !== 'agent' && step.kind !== 'run') || step.writes === undefined) return false;
  const result = standIn(state, order, {});
  return result.type === 'ended' && result.patch?.changes.some(({ path }) => state.files.has(path)) === true;
}
