/** What a run has kept to be opened: the log of every gate that judged a line, a prefix of the landing queue or the base, and what each leaf and shell step was asked and said. */

import type { Event } from '../kernel/event.ts';
import type { Evidence } from '../kernel/rows.ts';

export interface KeptLog {
  readonly position: number;
  readonly at: number;
  /** The visit whose gates they were, or the order that judged a prefix or the base. */
  readonly order: string;
  readonly task: string | null;
  /** Of a prefix of the queue. */
  readonly units: readonly string[];
  /** The gate; or what is kept of a leaf or a shell step: its prompt, transcript or log. */
  readonly gate: string | null;
  readonly what: 'prompt' | 'log' | 'transcript';
  readonly outcome: 'green' | 'red' | null;
  readonly exit: number | null;
  readonly log: string;
}

export class KeptLogs {
  readonly #found: KeptLog[] = [];
  readonly #lineOf = new Map<string, { readonly line: string; readonly task: string | null }>();
  /** The newest visit of a line, and whose. */
  readonly #visitOf = new Map<string, { readonly visit: string; readonly task: string | null }>();
  readonly #unitsOf = new Map<string, readonly string[]>();
  readonly #taskOf = new Map<string, string | null>();
  #position = 0;

  get found(): readonly KeptLog[] {
    return this.#found;
  }

  add(event: Event): void {
    this.#position += 1;
    switch (event.type) {
      case 'FrameOpened':
        this.#lineOf.set(event.frame, { line: event.line, task: event.task });
        break;
      case 'VisitOpened': {
        const { line, task } = this.#lineOf.get(event.frame) ?? { line: event.frame, task: null };
        this.#visitOf.set(line, { visit: event.visit, task });
        for (const { order } of event.orders) this.#taskOf.set(order, task);
        break;
      }
      case 'ProbeOrdered':
        this.#unitsOf.set(event.order, event.units);
        break;
      case 'EvidenceTaken': {
        const { visit, task } = this.#visitOf.get(event.line) ?? { visit: event.line, task: null };
        this.#keep(event.evidence, { at: event.at, order: visit, task, units: [] });
        break;
      }
      case 'ProbeJudged':
        this.#keep(event.evidence, { at: event.at, order: event.order, task: null, units: this.#unitsOf.get(event.order) ?? [] });
        break;
      case 'BaseJudged':
        this.#keep(event.evidence, { at: event.at, order: event.order ?? 'base', task: null, units: [] });
        break;
      case 'WorkKept':
        for (const { what, digest } of event.kept) {
          this.#found.push({ position: this.#position, at: event.at, order: event.order, task: this.#taskOf.get(event.order) ?? null, units: [], gate: null, what, outcome: null, exit: null, log: digest });
        }
        break;
      default:
        break;
    }
  }

  #keep(evidence: readonly Evidence[], where: Pick<KeptLog, 'at' | 'order' | 'task' | 'units'>): void {
    for (const { gate, outcome, exit, log } of evidence) {
      if (log !== null) this.#found.push({ position: this.#position, ...where, gate, what: 'log', outcome, exit, log });
    }
  }
}

/** Whether a log is of what a word names: a task, a unit, a visit, an order or a gate; `base` is the base. */
export function isOf({ order, task, units, gate, what }: KeptLog, word: string): boolean {
  const ofBase = word === 'base' && /^base\b/.test(order);
  return ofBase || what === word || stepOf(order) === word || task === word || gate === word || order === word || order === `@/${word}` || units.includes(word) || units.includes(`@@/${word}`);
}

/** `export/write.2` is a visit of `write`. */
function stepOf(order: string): string {
  return order.slice(order.lastIndexOf('/') + 1).replace(/\..*$/, '');
}
