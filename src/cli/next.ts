/** The last line of a verb: the command that is likely wanted next. */

import { type Line, styled } from './print/line.ts';
import type { Env } from './terminal.ts';

export function nextLine(env: Env, ...words: readonly string[]): Line {
  return [styled('dim', 'next: '), `${program(env)} ${words.join(' ')}`];
}

/** How the program is called from here: whoever came by npm may not have it on the path. */
export function program(env: Env): string {
  return env['npm_execpath'] === undefined ? 'espalier' : 'npx espalier';
}
