/** `gc [RUN]`: what runs that are over have left in their repositories and in the state directory. */

import { type Espalier, expectedMessage } from '../compose.ts';
import { type CollectedRun, collectRun, runEnd } from '../compose/collect-run.ts';
import { exitCodes } from './exit-codes.ts';
import { nextLine } from './next.ts';
import { findRun, withJournal } from './open-journal.ts';
import { counted } from './print/amounts.ts';
import { type Line, styled } from './print/line.ts';
import type { Terminal } from './terminal.ts';
import type { Act, Call } from './verb.ts';

export const gc: Act = async (call, terminal) => {
  const [word] = call.arguments;
  const { found, failed } = await withJournal(terminal.surroundings, async (espalier) => {
    const runs = espalier === null ? [] : await espalier.runs();
    return espalier === null && word === undefined ? { found: [], failed: [] } : collectAll(espalier, word === undefined ? runs : [findRun(word, runs)], { call, terminal });
  });
  const isDry = call.options.has('dry-run');
  if (call.isJson) terminal.json({ isDry, runs: found, failed });
  else terminal.print(...found.filter((one) => word !== undefined || !isNothing(one)).map((one) => lineOf(one, isDry)));
  for (const { run, why } of failed) terminal.say([styled('bad', `${run} was left as it is: `), why]);
  if (found.every(isNothing) && failed.length === 0) terminal.say('There is nothing to remove.');
  terminal.say(nextLine(terminal.surroundings.env, 'list'));
  return failed.length === 0 ? exitCodes.ok : exitCodes.failed;
};

interface All {
  readonly found: readonly CollectedRun[];
  readonly failed: readonly { readonly run: string; readonly why: string }[];
}

/** A repository that is gone, or a run that is damaged, does not keep the others. */
async function collectAll(espalier: Espalier | null, runs: readonly string[], { call, terminal }: { readonly call: Call; readonly terminal: Terminal }): Promise<All> {
  const found: CollectedRun[] = [];
  const failed: { run: string; why: string }[] = [];
  for (const run of espalier === null ? [] : runs) {
    try {
      if (espalier === null) continue;
      const end = await espalier.look(run, ({ state }) => runEnd(state));
      const options = { directory: espalier.directory, path: terminal.surroundings.env['PATH'] ?? '', isQuarantine: call.options.has('quarantine'), isDry: call.options.has('dry-run') };
      found.push(await collectRun(run, end, options));
    } catch (error) {
      const why = expectedMessage(error);
      if (why === null) throw error;
      failed.push({ run, why });
    }
  }
  return { found, failed };
}

const isNothing = (one: CollectedRun): boolean => one.kept !== null || one.refs + one.quarantineRemoved + one.logBytes === 0;

function lineOf(one: CollectedRun, isDry: boolean): Line {
  if (one.kept !== null) return [one.run, styled('dim', `  left as it is: ${one.kept}`)];
  const { refs, quarantineRemoved, quarantineLeft, logBytes } = one;
  const parts = [
    counted(refs, 'ref'), ...(quarantineRemoved === 0 ? [] : [`${quarantineRemoved} of quarantine`]), ...(logBytes === 0 ? [] : [`${counted(logBytes, 'byte')} of what its hands told`]),
  ];
  return [one.run, `  ${isDry ? 'would remove' : 'removed'} ${parts.join(', ')}`, styled('dim', `; the tip stays, and ${quarantineLeft} in quarantine`)];
}
