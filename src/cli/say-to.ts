/** What a verb of one command needs: the run that a word means, and who speaks. */

import { withRun } from './open-journal.ts';
import { type Saying, speak } from './speak.ts';
import { UsageError } from './usage-error.ts';
import type { Act, Call } from './verb.ts';

/** A verb that says one thing to a run. */
export function saying(say: (call: Call) => Saying): Act {
  return (call, terminal) => {
    // What is wrong with the words is said before a journal is opened.
    const said = say(call);
    return withRun(call.arguments[0] ?? '', terminal.surroundings, (run, espalier) => speak(said, { run, espalier, call, terminal }));
  };
}

/** A text that goes along to whoever works on. */
export const saidBy = ({ options }: Call): string => options.get('say') ?? '';

export function taskOf({ arguments: [, task] }: Call): string | null {
  if (task === '') throw new UsageError('TASK is empty. Give the id of a task, or leave it out.');
  return task ?? null;
}

/** For those that are about nothing else. */
export function mustTask(call: Call): string {
  return taskOf(call) ?? '';
}
