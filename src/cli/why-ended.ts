/**
 * The chain of events that led to an end: from the last decisive one backwards, each as deep below what it caused.
 *
 * Everything told is an event of the journal, with its position; nothing is guessed.
 */

import type { EventOf, EventType } from '../kernel/event.ts';
import type { State } from '../kernel/state.ts';
import type { Chronicle, Placed } from './chronicle.ts';
import { describeEvent } from './print/describe-event.ts';
import { nameOf } from './print/told.ts';

export interface Link {
  readonly position: number;
  readonly depth: number;
  readonly at: number;
  readonly type: EventType;
  readonly text: string;
  /** A command that shows more of it, without the program's name. */
  readonly see: string | null;
}

/** Links of one chain; a run that went round a thousand times is told by its last rounds. */
const mostLinks = 60;
/** Earlier visits that a cap has counted, and steps that led to one. */
const mostRounds = 3;

export class Ended {
  readonly #run: string;
  readonly #past: Chronicle;
  readonly #links: Link[] = [];
  readonly #told = new Set<number>();

  constructor(run: string, past: Chronicle) {
    this.#run = run;
    this.#past = past;
  }

  get links(): readonly Link[] {
    return this.#links;
  }

  /** Of the run itself; nothing, where it has not ended or halted. */
  ofRun({ run }: State): void {
    const end = this.#endOf(run.status);
    if (end === null) return;
    this.#tell(end, 0);
    if (run.status === 'halted') this.#frameHalted('@', 1, end.position + 1);
    if (run.status === 'complete') this.#cameFrom('@', end.position, 1);
  }

  #endOf(status: State['run']['status']): Placed | null {
    const all = (): boolean => true;
    switch (status) {
      case 'halted': return this.#past.last('RunHalted', all);
      case 'aborted': return this.#past.last('RunAborted', all);
      case 'complete': return this.#past.last('RunCompleted', all);
      case 'paused': return this.#past.last('RunPaused', all);
      case 'new': case 'running': return null;
    }
  }

  /** Of a task that has landed, halted or was dropped. */
  ofTask(task: string, unit: string): void {
    const past = this.#past;
    const landed = past.last('Landed', ({ units }) => units.includes(unit)) ?? past.last('LandedEmpty', (event) => event.unit === unit);
    const lost = past.last('UnitHalted', (event) => event.unit === unit) ?? past.last('UnitDropped', (event) => event.unit === unit);
    if (lost !== null && lost.position > (landed?.position ?? 0)) return this.#lost(task, lost, 0);
    if (landed === null) return;
    this.#tell(landed, 0);
    this.#maybe(past.last('ProbeJudged', ({ outcome }) => outcome === 'green', landed.position), 1);
    this.#maybe(past.last('UnitQueued', (event) => event.unit === unit, landed.position), 1);
    this.#maybe(past.last('ApprovalGiven', ({ line }) => past.frame(line)?.task === task, landed.position), 2);
  }

  #lost(task: string, lost: Placed<EventOf<'UnitHalted' | 'UnitDropped'>>, depth: number): void {
    this.#tell(lost, depth);
    const frames = new Set(this.#past.framesOf(task).map(({ frame }) => frame));
    const halted = this.#past.last('FrameHalted', ({ frame }) => frames.has(frame), lost.position + 1);
    if (halted !== null) this.#halt(halted, depth + 1);
  }

  #frameHalted(frame: string, depth: number, before: number): void {
    const halted = this.#past.last('FrameHalted', (event) => event.frame === frame, before);
    if (halted !== null) this.#halt(halted, depth);
  }

  /** A halt says again what its step ended with: that is told instead, where it is known. */
  #halt({ position, event }: Placed<EventOf<'FrameHalted'>>, depth: number): void {
    const past = this.#past;
    const ended = past.last('VisitEnded', ({ visit, to }) => to === 'halt' && isAt(visit, event.frame, event.step), position);
    const limited = past.last('StepLimited', ({ frame, step }) => frame === event.frame && step === event.step, position);
    if (limited !== null && limited.position > (ended?.position ?? 0)) return this.#limit(limited, depth);
    if (ended === null) this.#maybe({ position, event }, depth);
    else this.#end(ended, depth);
  }

  #limit(limited: Placed<EventOf<'StepLimited'>>, depth: number): void {
    const { frame, step } = limited.event;
    this.#tell(limited, depth);
    const rounds = this.#past.all('VisitEnded').filter(({ position, event }) => position < limited.position && isAt(event.visit, frame, step));
    for (const round of rounds.slice(-mostRounds).toReversed()) this.#end(round, depth + 1);
  }

  /** A visit's end, what caused it, and the step that led to it. */
  #end(ended: Placed<EventOf<'VisitEnded'>>, depth: number): void {
    if (!this.#tell(ended, depth)) return;
    const { visit, outcome } = ended.event;
    const opened = this.#past.last('VisitOpened', (event) => event.visit === visit, ended.position);
    const frame = opened?.event.frame ?? '';
    const kind = opened === null ? null : this.#past.step(frame, opened.event.step)?.kind ?? null;
    const span = { visit, frame, after: opened?.position ?? 0, before: ended.position };
    this.#causes(span, depth + 1);
    if (kind === 'grow' && outcome === 'stalled') this.#lostUnits(span, depth + 1);
    if (kind === 'call') for (const child of this.#past.childrenOf(visit)) this.#frameHalted(child.frame, depth + 1, ended.position);
    if (opened !== null) this.#cameFrom(frame, opened.position, depth);
  }

  /** What happened while the visit was open, and bears on how it ended. */
  #causes({ visit, frame, after, before }: Span, depth: number): void {
    const past = this.#past;
    const line = past.frame(frame)?.line ?? frame;
    const within = <T extends EventType>(type: T, fits: (event: EventOf<T>) => boolean): Placed<EventOf<T>> | null => {
      const found = past.last(type, fits, before);
      return found === null || found.position < after ? null : found;
    };
    const question = past.last('QuestionAsked', (event) => event.visit === visit)?.event.question;
    const ofOrder = (order: string): boolean => order === visit || order.startsWith(`${visit}[`) || order.startsWith(`${visit}#`);
    for (const found of [
      within('QuestionAnswered', (event) => event.question === question), within('TimerFired', ({ timer }) => timer === `visit ${visit}`),
      within('PatchRefused', (event) => event.line === line), within('Ejected', ({ unit }) => unit === visit || past.frame(line)?.task === unit || unit === `@${visit}`),
      within('LeaseEnded', ({ order, how }) => ofOrder(order) && how !== 'reported' && how !== 'voided'), within('PublishIntended', (event) => event.visit === visit),
    ]) this.#maybe(found, depth);
    this.#maybe(within('ProbeJudged', ({ outcome }) => outcome === 'red'), depth, `logs ${this.#run} ${nameOf(visit)}`);
    this.#maybe(within('BaseJudged', ({ outcome }) => outcome === 'red'), depth, `logs ${this.#run} base`);
    this.#maybe(within('EvidenceTaken', (event) => event.line === line && event.evidence.some(({ outcome }) => outcome === 'red')), depth, `logs ${this.#run} ${nameOf(visit)}`);
  }

  #lostUnits({ after, before }: Span, depth: number): void {
    const lost = [...this.#past.all('UnitHalted'), ...this.#past.all('UnitDropped')].filter(({ position }) => position > after && position < before);
    for (const one of lost.toSorted((a, b) => b.position - a.position)) this.#lost(one.event.unit, one, depth);
  }

  /** The visits before, which wired to it, the last ones. */
  #cameFrom(frame: string, before: number, depth: number): void {
    let at = before;
    for (let round = 0; round < mostRounds; round += 1) {
      const led = this.#past.last('VisitEnded', ({ visit }) => visit.startsWith(`${frame}/`) && !visit.slice(frame.length + 1).includes('/'), at);
      if (led === null || !this.#tell(led, depth)) return;
      at = led.position;
    }
  }

  #maybe(found: Placed | null, depth: number, see: string | null = null): void {
    if (found !== null) this.#tell(found, depth, see);
  }

  /** `false`: it was told already, or there is no room for more. */
  #tell({ position, event }: Placed, depth: number, see: string | null = null): boolean {
    if (this.#told.has(position) || this.#links.length >= mostLinks) return false;
    this.#told.add(position);
    this.#links.push({ position, depth, at: event.at, type: event.type, text: describeEvent(event), see });
    return true;
  }
}

interface Span {
  readonly visit: string;
  readonly frame: string;
  readonly after: number;
  readonly before: number;
}

/** `export/write.2` is at the step `write` of the frame `export`. */
const isAt = (visit: string, frame: string, step: string): boolean => visit.startsWith(`${frame}/${step}.`) && !visit.slice(frame.length + 1).includes('/');
