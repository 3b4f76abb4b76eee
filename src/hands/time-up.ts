/**
 * The time of an order of several runs: that of its step, and never longer than its lease lives. A lease that lapses while
 * its hand is at work makes another hand begin the same anew, to lapse in the same way (L3).
 */

import type { ReportResult } from '../kernel/facts.ts';
import type { Work } from './hand-parts.ts';

/** The order's time was up before all of it was done: what was found is nobody's evidence (E1). */
export class TimeUp extends Error {
  constructor() {
    super('its time was up');
    this.name = 'TimeUp';
  }
}

/** When it is up. A part of a lease's time is left for what has to be done after the last run, and to report. */
export function endOf({ parts, ir, lastDeadline }: Work, timeoutMs: number | undefined): number {
  const lives = lastDeadline - Math.ceil(ir.limits.leaseMs / 4);
  return timeoutMs === undefined ? lives : Math.min(lives, parts.clock.now() + timeoutMs);
}

/** Of the gates of the landing no step says how long all of them may take. */
export function reportOfTimeUp({ sheet, ir }: Pick<Work, 'sheet' | 'ir'>): ReportResult {
  if (sheet.order.visit !== null) return { type: 'timeout' };
  return { type: 'fault', text: `the gates take longer together than a lease lives (${ir.limits.leaseLifetimeMs} ms): say more for \`lease-life\` in \`limits\`, or less for the \`timeout\` of gates` };
}
