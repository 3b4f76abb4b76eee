/** Maven's surefire: what follows `<<< FAILURE!`. Names: class, method. It names no test that passed. */

import { testId } from '../results/test-results.ts';
import type { Found, OutputLines } from './found.ts';
import { messageOf } from './frames.ts';
import { placeIn } from './place.ts';

const failed = /^\[ERROR\] (\S+)\.([^.\s][^.]*?) -- Time elapsed: .* <<< (?:FAILURE|ERROR)!$/;
const failedOnce = /^(?:\[ERROR\] )?([^\s(]+)\(([\w.$]+)\) +Time elapsed: .* <<< (?:FAILURE|ERROR)!$/;
/** What repeats the failures, or says how to go on. */
const talk = /^\[(?:INFO|WARNING|DEBUG)\]|^\[ERROR\](?:$| (?:Failures:|Errors:|Tests run:| {2}\S+[.:]|Failed to execute goal|See |-> |To see|Re-run|For more|\[Help|Please refer|After correcting))/;

export function readMaven(output: OutputLines, found: Found): void {
  if (!output.lines.some((line) => /^\[(?:INFO|ERROR|WARNING)\]/.test(line))) return;
  for (let at = 0; at < output.lines.length; at += 1) {
    const line = output.at(at);
    const [, outer, method = ''] = failed.exec(line) ?? [];
    const [, old, type = ''] = failedOnce.exec(line) ?? [];
    if (outer === undefined && old === undefined) {
      if (talk.test(line)) output.take(at);
      continue;
    }
    const end = output.until(at + 1, (next) => next === '' || /^\[\w+\]/.test(next));
    const body = output.take(at, end).slice(1);
    const id = testId(outer === undefined ? [type, old] : [outer, method]);
    const own = body.find((frame) => frame.includes(`(${(outer ?? type).split('.').at(-1) ?? ''}.java:`));
    found.add({ id, place: placeIn(own ?? body.join('\n')), message: messageOf(body) });
    at = end - 1;
  }
}
