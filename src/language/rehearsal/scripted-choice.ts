/**
 * A rehearsal's given outcomes as choices: the nth visit of a step ends as the nth outcome says;
 * what is not said goes well. A step that its cap keeps out is a visit too, if its outcome was
 * given as `limit`.
 */

import type { Event } from '../../kernel/event.ts';
import type { State } from '../../kernel/state.ts';
import type { Occasion } from './next-move.ts';
import { type Intent, well } from './place.ts';
import type { GivenOutcome, Rehearsal, StepName } from './rehearsal.ts';
import { splitName } from './step-names.ts';

/** A given outcome, and what became of it. */
export interface Given {
  readonly step: StepName;
  readonly outcome: GivenOutcome;
  /** `null`: the visit did not come, or has not ended. */
  ended: string | null;
  visit: string | null;
  /** Why it cannot be caused where it was given. */
  impossible: string | null;
}

interface Opened {
  readonly task: string | null;
  readonly workflow: string;
  readonly step: string;
}

export class ScriptedChoice {
  readonly given: readonly Given[];

  constructor({ directives }: Rehearsal) {
    this.given = directives.flatMap(({ step, outcomes }) =>
      outcomes.map((outcome) => ({ step, outcome, ended: null, visit: null, impossible: null })));
  }

  /** Told of each event, so that visits and outcomes are paired as they come. */
  onEvent(event: Event, state: State): void {
    if (event.type === 'VisitOpened') {
      const next = this.#next(openedIn(state, event));
      if (next !== undefined) next.visit = event.visit;
    } else if (event.type === 'VisitEnded') {
      const found = this.given.find(({ visit }) => visit === event.visit);
      if (found !== undefined) found.ended = event.outcome;
    } else if (event.type === 'StepLimited') {
      const next = this.#next(openedIn(state, event));
      if (next?.outcome.word === 'limit') Object.assign(next, { visit: event.step, ended: 'limit' });
    }
  }

  choose({ visit, step, frame, options }: Occasion): Intent {
    const found = this.given.find((item) => item.visit === visit.id);
    if (found === undefined) return { ...well, ...this.#stale(frame, step.kind) };
    const { word, text, tasks, followUps, members, before } = found.outcome;
    const isChosen = step.kind !== 'call' && step.kind !== 'grow' && word !== 'conflict' && word !== 'dispute';
    const isPerson = word === 'waits' && (step.kind === 'ask' || step.kind === 'talk' || step.kind === 'publish');
    if (isChosen && !isPerson && !options.includes(word) && word !== 'pending') {
      found.impossible = `${word} cannot be caused here; what can: ${options.join(', ')}${word === 'limit' ? '. A limit comes by itself: at the cap of the step, or where the same failure is given again and again' : ''}`;
      return well;
    }
    return {
      word, ...(text === undefined ? {} : { text }), ...(tasks === undefined ? {} : { tasks }),
      ...(followUps === undefined ? {} : { followUps }), ...before,
      ...(members === undefined ? {} : { members: members.map((member) => member.text) }),
      ...this.#stale(frame, step.kind),
    };
  }

  /** What is written now is to be in conflict, if the frame's next landing is to end so. */
  #stale(frame: Opened | { workflow: string; task: string | null }, kind: string): Partial<Intent> {
    if (kind !== 'agent' && kind !== 'run') return {};
    const next = this.given.find(({ visit, outcome, step }) => {
      const { workflow } = splitName(step.text);
      const fits = (step.task?.text ?? null) === frame.task && (workflow === null || workflow === frame.workflow);
      return visit === null && fits && (outcome.word === 'conflict' || outcome.word === 'landed');
    });
    return next?.outcome.word === 'conflict' ? { isStale: true } : {};
  }

  #next(opened: Opened): Given | undefined {
    return this.given.find(({ visit, step }) => visit === null && isOf(step, opened));
  }
}

function openedIn(state: State, { frame, step }: { readonly frame: string; readonly step: string }): Opened {
  const row = state.frames.get(frame);
  return { task: row?.task ?? null, workflow: row?.workflow ?? '', step };
}

/** A name without its workflow means the step in whatever workflow of the root, or of the task. */
export function isOf({ text, task }: StepName, { task: of, workflow, step }: Opened): boolean {
  const name = splitName(text);
  return (task?.text ?? null) === of && name.step === step && (name.workflow === null || name.workflow === workflow);
}
