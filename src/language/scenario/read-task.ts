/** One task of a decomposition in a line: `a code src/a.ts needs b unit u`. What it does not say is filled in. */

import type { TaskSpec } from '../../kernel/ir.ts';
import { efforts, taskKinds } from '../../kernel/ir.ts';
import { oneOf } from './read-step.ts';
import { Slip, Words } from './words.ts';

type Part = (words: Words) => Partial<TaskSpec>;

const parts: Readonly<Record<string, Part>> = {
  'needs': (words) => ({ needs: words.list('tasks') }),
  'unit': (words) => ({ unit: words.next('a unit') }),
  'judged-by': (words) => ({ judgedBy: words.list('tests') }),
  'unjudged': () => ({ judgedBy: [] }),
  'control': (words) => ({ control: words.next('a control') }),
  'effort': (words) => ({ effort: oneOf(words.next('an effort'), efforts) }),
  'may-be-empty': () => ({ mayBeEmpty: true }),
  'contract': (words) => ({ contract: words.next('a contract') }),
  'spec': (words) => ({ spec: words.next('a spec') }),
};

/** Code that is in no unit and names no judge is judged by `test/all.test.ts`. */
export function readTask(line: string): TaskSpec {
  const words = new Words(line);
  const id = words.next('an id');
  const kind = oneOf(words.next('a kind'), taskKinds);
  const writes = words.list('paths');
  let said: Partial<TaskSpec> = {};
  while (!words.done) {
    const word = words.next('a part');
    const part = Object.hasOwn(parts, word) ? parts[word] : undefined;
    const known = Object.keys(parts).join(', ');
    if (part === undefined) throw new Slip(`cannot understand «${word}» here; a task says ${known}`);
    said = { ...said, ...part(words) };
  }
  const alone = kind === 'code' && said.unit === undefined;
  const judged = alone ? { judgedBy: ['test/all.test.ts'] } : {};
  return { id, title: id, spec: `Do ${id}.`, kind, writes, needs: [], ...judged, ...said };
}
