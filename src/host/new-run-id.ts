/**
 * The id of a new run: its workflow, the day, and five characters, `feature-20261121-3k7qx`.
 *
 * Three of the five tell the time of day to three seconds, so that ids sort by time; two are by
 * chance. An id that is taken is never given again. Nothing in it can be mistaken for another
 * character, and all of it may stand in a branch's or a file's name.
 */

/** Without i, l, o and u. */
const characters = '0123456789abcdefghjkmnpqrstvwxyz';
const base = characters.length;
const dayMs = 86_400_000;
const attempts = 10_000;

export interface NewRun {
  readonly workflow: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** From 0 up to 1. */
  readonly random: () => number;
  readonly isTaken: (id: string) => boolean;
}

export function newRunId({ workflow, at, random, isTaken }: NewRun): string {
  const day = new Date(at).toISOString().slice(0, 10).replaceAll('-', '');
  const name = workflow.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-').slice(0, 24) || 'run';
  const slot = Math.floor(((at % dayMs) / dayMs) * base ** 3);
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const id = `${name}-${day}-${written(slot, 3)}${written(Math.floor(random() * base ** 2), 2)}`;
    if (!isTaken(id)) return id;
  }
  throw new Error(`Cannot name a run of ${workflow}: every name of these three seconds is taken.`);
}

function written(value: number, length: number): string {
  let text = '';
  for (let rest = value; text.length < length; rest = Math.floor(rest / base)) text = characters.charAt(rest % base) + text;
  return text;
}
