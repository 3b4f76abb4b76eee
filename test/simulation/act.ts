/** One thing that somebody in a world does: a command, or something that happens beside the brain. */

import type { Command } from '../../src/kernel/command.ts';
import type { Decision } from '../../src/kernel/decide.ts';
import type { State } from '../../src/kernel/state.ts';

export interface Act {
  /** What it is, for the table of faults; `null` for what is no fault. */
  readonly fault: string | null;
  /** `null`: nothing reaches the brain; a hand crashed, or time went by. */
  readonly command: Command | null;
  /** A command word by word as it was given before, when it had effect: it MUST have none now (L6). */
  readonly again?: true;
  /** The answer, `null` where none came; and the state as it then was. */
  readonly heard?: (answer: Decision | null, state: State) => void;
}

type WithoutStamp<C> = C extends Command ? Omit<C, 'id' | 'at'> : never;
/** A command before its id and time. */
export type Saying = WithoutStamp<Command>;
