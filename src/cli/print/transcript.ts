/** A run as it goes: one line for each change of its state that is news, and the reasons below it. */

import type { Event } from '../../kernel/event.ts';
import { elapsed } from './amounts.ts';
import { isNews, styleOf, tellEvent } from './describe-event.ts';
import { type Line, styled } from './line.ts';

const indent = ' '.repeat(9);

export class Transcript {
  #startedAt: number | null = null;

  linesOf(event: Event): readonly Line[] {
    this.#startedAt ??= event.at;
    if (!isNews(event)) return [];
    const { what, why } = tellEvent(event);
    const style = styleOf(event);
    const time = elapsed(event.at - this.#startedAt).padStart(7);
    return [
      [styled('dim', `${time}  `), style === null ? what : styled(style, what)],
      ...why.flatMap((text) => text.split('\n')).map((text): Line => [indent, '  ', styled('dim', text)]),
    ];
  }
}
