/**
 * What a run's events remember and its state need not: every frame and visit with its end, what
 * landed when, who answered what.
 */

import type { Event } from '../kernel/event.ts';
import type { Ir, Step } from '../kernel/ir.ts';
import { type Flake, Flakes } from './flakes.ts';

export interface PastFrame {
  readonly frame: string;
  readonly workflow: string;
  readonly task: string | null;
  readonly status: 'live' | 'ended' | 'halted' | 'closed';
  /** The word it ended with. */
  readonly word: string | null;
}

export interface PastVisit {
  readonly visit: string;
  readonly frame: string;
  readonly step: string;
  readonly attempt: number;
  readonly cause: string;
  readonly agents: readonly string[];
  /** `null` while it is open, or when its frame was closed before it ended. */
  readonly outcome: string | null;
  readonly to: string | null;
  readonly why: string | null;
}

export interface PastLanding {
  readonly unit: string;
  readonly commit: string;
  readonly at: number;
}

export interface PastAnswer {
  readonly word: string;
  readonly person: string;
  readonly text: string;
  readonly shows: string;
  readonly at: number;
}

/** When a question was last put as it is now. */
export interface PastQuestion {
  readonly at: number;
  readonly timeoutAt: number | null;
}

export class History {
  readonly #frames = new Map<string, PastFrame>();
  readonly #visits = new Map<string, PastVisit>();
  readonly #landings: PastLanding[] = [];
  readonly #answers = new Map<string, PastAnswer>();
  readonly #asked = new Map<string, PastQuestion>();
  /** What was last said in a dialogue, by its question. */
  readonly #turns = new Map<string, string>();
  readonly #flakes = new Flakes();
  #stoppedAt: number | null = null;
  #run = '';
  #ir: Ir | null = null;
  #last: Event | null = null;

  add(event: Event): void {
    this.#last = event;
    this.#addToFrames(event);
    this.#flakes.add(event);
    switch (event.type) {
      case 'VisitOpened': {
        const { visit, frame, step, attempt, cause, orders } = event;
        const agents = orders.flatMap(({ agent }) => agent ?? []);
        this.#visits.set(visit, { visit, frame, step, attempt, cause, agents, outcome: null, to: null, why: null });
        break;
      }
      case 'VisitEnded': {
        const visit = this.#visits.get(event.visit);
        const { outcome, to, guidance } = event;
        if (visit !== undefined) this.#visits.set(event.visit, { ...visit, outcome, to, why: guidance?.text ?? null });
        break;
      }
      case 'QuestionAsked':
        this.#asked.set(event.question, { at: event.at, timeoutAt: event.timeoutAt });
        break;
      case 'QuestionChanged':
        this.#asked.set(event.question, { timeoutAt: this.#asked.get(event.question)?.timeoutAt ?? null, at: event.at });
        break;
      case 'TurnTaken':
        this.#turns.set(event.question, event.text);
        break;
      case 'RunHalted': case 'RunPaused':
        this.#stoppedAt = event.at;
        break;
      case 'Landed':
        this.#landings.push(...event.units.map((unit, index) => ({ unit, commit: event.commits[index] ?? event.to, at: event.at })));
        break;
      case 'QuestionAnswered': {
        const { question, word, person, text, shows, at } = event;
        this.#answers.set(question, { word, person, text, shows, at });
        break;
      }
      default:
        break;
    }
  }

  #addToFrames(event: Event): void {
    switch (event.type) {
      case 'RunStarted':
        this.#run = event.run;
        this.#ir = event.ir;
        break;
      case 'FrameOpened': {
        const { frame, workflow, task } = event;
        this.#frames.set(frame, { frame, workflow, task, status: 'live', word: null });
        break;
      }
      case 'FrameEnded':
        this.#changeFrame(event.frame, { status: 'ended', word: event.word });
        break;
      case 'FrameHalted':
        this.#changeFrame(event.frame, { status: 'halted' });
        break;
      case 'FrameClosed':
        this.#changeFrame(event.frame, { status: 'closed' });
        break;
      case 'FrameReopened':
        this.#changeFrame(event.frame, { status: 'live' });
        break;
      default:
        break;
    }
  }

  #changeFrame(id: string, change: Partial<PastFrame>): void {
    const frame = this.#frames.get(id);
    if (frame !== undefined) this.#frames.set(id, { ...frame, ...change });
  }

  /** The event that came last. */
  get last(): Event | null {
    return this.#last;
  }

  /** The step of a visit, as the plan has it. */
  stepOf(visit: string): Step | null {
    const known = this.#visits.get(visit);
    const workflow = known === undefined ? undefined : this.#frames.get(known.frame)?.workflow;
    const steps = this.#ir?.workflows.find(({ name }) => name === workflow)?.steps ?? [];
    return steps.find(({ name }) => name === known?.step) ?? null;
  }

  /** The words with which a visit asks a person: those of its step. */
  asks(visit: string): string | null {
    const step = this.stepOf(visit);
    if (step?.kind === 'publish') return `Publish on ${step.remote}, ${step.branch.replaceAll('{{ run }}', this.#run)}?`;
    return step?.kind === 'ask' ? step.question : null;
  }

  /** The frame that a visit is of. */
  frameOf(visit: string): PastFrame | null {
    const known = this.#visits.get(visit);
    return (known === undefined ? undefined : this.#frames.get(known.frame)) ?? null;
  }

  /** The visit that ended before another one was opened in its frame: what led there. */
  before(visit: string): PastVisit | null {
    const known = this.#visits.get(visit);
    const earlier = [...this.#visits.values()].filter(({ frame }) => frame === known?.frame);
    return earlier[earlier.findIndex((one) => one.visit === visit) - 1] ?? null;
  }

  askedAt(question: string): PastQuestion | null {
    return this.#asked.get(question) ?? null;
  }

  lastTurn(question: string): string | null {
    return this.#turns.get(question) ?? null;
  }

  /** When it was last halted or paused. */
  get stoppedAt(): number | null {
    return this.#stoppedAt;
  }

  /** In the order in which they were opened. */
  get frames(): readonly PastFrame[] {
    return [...this.#frames.values()];
  }

  /** Every frame's visits, in their order. */
  visitsByFrame(): ReadonlyMap<string, readonly PastVisit[]> {
    return Map.groupBy(this.#visits.values(), ({ frame }) => frame);
  }

  /** Newest first. */
  get landings(): readonly PastLanding[] {
    return this.#landings.toReversed();
  }

  get flakes(): readonly Flake[] {
    return this.#flakes.found;
  }

  answerTo(question: string): PastAnswer | null {
    return this.#answers.get(question) ?? null;
  }
}
