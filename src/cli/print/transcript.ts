/** A run as it goes: one line for each change of its state that is news, and the reasons below it. */

import type { Event } from '../../kernel/event.ts';
import { elapsed } from './amounts.ts';
import { isNews, styleOf, tellEvent } from './describe-event.ts';
import { type Line, styled } from './line.ts';

const indent = ' '.repeat(9);

export class Transcript {
  readonly #asks: (visit: string) => string | null;
  #startedAt: number | null = null;

  /** `asks`: the words with which a visit asks a person. */
  constructor(asks: (visit: string) => string | null) {
    this.#asks = asks;
  }

  linesOf(event: Event): readonly Line[] {
    this.#startedAt ??= event.at;
    if (!isNews(event)) return [];
    const { what, why } = tellEvent(event);
    const asked = event.type === 'QuestionAsked' ? this.#asks(event.visit) ?? '' : '';
    const style = styleOf(event);
    const time = elapsed(event.at - this.#startedAt).padStart(7);
    return [
      [styled('dim', `${time}  `), style === null ? what : styled(style, what)],
      ...[asked, ...why].flatMap((text) => text.split('\n')).filter((text) => text !== '').map((text): Line => [indent, '  ', styled('dim', text)]),
    ];
  }
}
