/**
 * Where a verb writes: data to standard output, progress and complaints to standard error.
 *
 * Every line is neutralised on its way out, so that nothing that was written by others can steer
 * a terminal. A reader who has gone away (a broken pipe) is not an error: what follows is dropped.
 */

import { type Line, renderLine } from './print/line.ts';
import { jsonText } from './print/json-text.ts';
import { plainJson } from './print/plain-text.ts';

export type Env = Readonly<Record<string, string | undefined>>;

/** As much of a stream as is needed. */
export interface Sink {
  readonly isTerminal: boolean;
  write(text: string | Uint8Array): void;
}

export interface Surroundings {
  readonly env: Env;
  /** The user's home directory, or `null` where there is none. */
  readonly home: () => string | null;
  /** The user's name, as the system has it, or `null` where it knows none. */
  readonly user: () => string | null;
  readonly now: () => number;
  readonly stdout: Sink;
  readonly stderr: Sink;
  /** Whether somebody sits at it: standard input and standard error are a terminal. */
  readonly isInteractive: () => boolean;
  /** What is typed to a question, which is printed as it is, after `show`; `null`, and nothing is shown, where nobody sits at a terminal. */
  readonly typed: (question: string, show: () => void) => Promise<string | null>;
  /** From now on neither Ctrl-C nor SIGTERM ends anything by itself, the first time; returns how to ask whether one came. */
  readonly watchInterrupts: (onFirst?: () => void) => () => boolean;
}

export class Terminal {
  readonly surroundings: Surroundings;
  #outColours: boolean | null = null;
  #errColours: boolean | null = null;

  constructor(surroundings: Surroundings) {
    this.surroundings = surroundings;
  }

  /** Data, for people. */
  print(...lines: readonly Line[]): void {
    const { env, stdout } = this.surroundings;
    const colours = this.#outColours ??= wantsColours(env, stdout);
    stdout.write(lines.map((line) => `${renderLine(line, colours)}\n`).join(''));
  }

  /** Data, for programs: the same whoever reads it. */
  json(data: unknown): void {
    this.surroundings.stdout.write(`${jsonText(data)}\n`);
  }

  /** One value of many, on a line of its own. */
  jsonLine(data: unknown): void {
    this.surroundings.stdout.write(`${plainJson(JSON.stringify(data))}\n`);
  }

  /** Bytes as they are, for a file or a program. What goes to a terminal is printed instead. */
  raw(bytes: Uint8Array): void {
    this.surroundings.stdout.write(bytes);
  }

  /** Progress and complaints. */
  say(...lines: readonly Line[]): void {
    const { env, stderr } = this.surroundings;
    const colours = this.#errColours ??= wantsColours(env, stderr);
    stderr.write(lines.map((line) => `${renderLine(line, colours)}\n`).join(''));
  }
}

/** What the environment wishes, the more particular first; as Node does, FORCE_COLOR beats NO_COLOR. */
export function wantsColours(env: Env, sink: Pick<Sink, 'isTerminal'>): boolean {
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  if ((env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb') return false;
  return (env['CI'] ?? '') === '' && sink.isTerminal;
}
