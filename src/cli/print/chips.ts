/** What a run does, in one coloured word. */

import type { Doing } from '../run-row.ts';
import { type Span, type Style, styled } from './line.ts';

const styles: Readonly<Record<Doing, Style>> = {
  new: 'dim', running: 'strong', ready: 'strong', waiting: 'person', paused: 'person',
  halted: 'bad', aborted: 'bad', complete: 'good',
};

export function chip(doing: Doing): Span {
  return styled(styles[doing], doing);
}
