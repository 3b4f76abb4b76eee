/** `doctor`: what this machine's sandboxes hold, by trying. */

import { type Backend, examineSandboxes, sandboxNames } from '../compose/sandboxes.ts';
import { exitCodes } from './exit-codes.ts';
import { stateDirectoryOf } from './open-journal.ts';
import { counted } from './print/amounts.ts';
import { type Line, styled } from './print/line.ts';
import { columns } from './print/table.ts';
import { knownSandbox } from './sandbox.ts';
import type { Act } from './verb.ts';

export const doctor: Act = async ({ isJson, arguments: asked }, terminal) => {
  const { surroundings } = terminal;
  const machine = { directory: stateDirectoryOf(surroundings), path: surroundings.env['PATH'] ?? '' };
  const { backends, controlLeaks, swept } = await examineSandboxes(machine, asked.length === 0 ? sandboxNames : asked.map(knownSandbox));
  // One that was asked for by name has to be there; of all, one.
  const isThere = asked.length === 0 ? backends.some(({ usable }) => usable) : backends.every(({ usable }) => usable);
  const isWell = isThere && backends.every(({ checks }) => checks.every(({ ok }) => ok));
  if (isJson) terminal.json({ sandboxes: backends, control: { leaks: controlLeaks }, swept });
  else {
    for (const line of swept) terminal.say(line);
    terminal.print(...backends.flatMap(linesOf));
    if (controlLeaks.length > 0) terminal.print(`Without a sandbox ${controlLeaks.length} of these checks fail, as they should.`);
  }
  return isWell ? exitCodes.ok : exitCodes.failed;
};

function linesOf({ name, version, usable, why, holds, checks }: Backend): readonly Line[] {
  const head = [styled('strong', name), version === null ? '' : ` ${version}`];
  if (!usable) return [[...head, ': ', styled('bad', 'cannot be used here: '), why ?? '']];
  const failed = checks.filter(({ ok }) => !ok);
  const rows = Object.entries(holds).map(([what, { held, how }]) => ['  ', what, held ? styled('good', 'held') : styled('dim', 'not held'), how]);
  return [
    [...head, ': ', styled(failed.length === 0 ? 'good' : 'bad', `${counted(checks.length - failed.length, 'check')} held, ${failed.length} failed`)],
    ...failed.map(({ id, says, detail }): Line => ['  ', styled('bad', id), `: ${says} ${detail}`]),
    ...columns(rows),
  ];
}
