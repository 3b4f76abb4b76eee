/**
 * Where a verb writes: data to standard output, progress and complaints to standard error.
 *
 * Every line is neutralised on its way out, so that nothing that was written by others can steer
 * a terminal. A reader who has gone away (a broken pipe) is not an error: what follows is dropped.
 */

import { type Line, renderLine } from './print/line.ts';
import { jsonText } from './print/json-text.ts';

export type Env = Readonly<Record<string, string | undefined>>;

/** As much of a stream as is needed. */
export interface Sink {
  readonly isTerminal: boolean;
  write(text: string): void;
}

export interface Surroundings {
  readonly env: Env;
  /** The user's home directory, or `null` where there is none. */
  readonly home: () => string | null;
  readonly now: () => number;
  readonly stdout: Sink;
  readonly stderr: Sink;
  /** From now on Ctrl-C ends nothing by itself, the first time; returns how to ask whether it was pressed. */
  readonly watchInterrupts: () => () => boolean;
}

export class Terminal {
  readonly surroundings: Surroundings;
  readonly #outColours: boolean;
  readonly #errColours: boolean;

  constructor(surroundings: Surroundings) {
    this.surroundings = surroundings;
    const { env, stdout, stderr } = surroundings;
    this.#outColours = wantsColours(env, stdout.isTerminal);
    this.#errColours = wantsColours(env, stderr.isTerminal);
  }

  /** Data, for people. */
  print(...lines: readonly Line[]): void {
    this.surroundings.stdout.write(lines.map((line) => `${renderLine(line, this.#outColours)}\n`).join(''));
  }

  /** Data, for programs: the same whoever reads it. */
  json(data: unknown): void {
    this.surroundings.stdout.write(`${jsonText(data)}\n`);
  }

  /** Progress and complaints. */
  say(...lines: readonly Line[]): void {
    this.surroundings.stderr.write(lines.map((line) => `${renderLine(line, this.#errColours)}\n`).join(''));
  }
}

/** What the environment wishes, the more particular first; as Node does, FORCE_COLOR beats NO_COLOR. */
export function wantsColours(env: Env, isTerminal: boolean): boolean {
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  if ((env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb') return false;
  return isTerminal && (env['CI'] ?? '') === '';
}
