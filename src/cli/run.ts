/** `run FILE`: a workflow on a repository, for real. */

import { spawn } from 'node:child_process';
import { mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { logOf } from '../compose/run-log.ts';
import { startRun } from '../compose/work-run.ts';
import { exitCodes } from './exit-codes.ts';
import { nextLine } from './next.ts';
import { styled } from './print/line.ts';
import { planAt } from './rehearse.ts';
import { listOption } from './sandbox.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';
import type { Act, Call } from './verb.ts';
import { programVersion } from './version.ts';
import { surroundingsOf, workHere } from './work.ts';

export const run: Act = async (call, terminal) => {
  const [file = '', ...given] = call.arguments;
  const inputs = given.map(inputOf);
  const plan = await planAt(file, call, terminal);
  if (plan === null) return exitCodes.usage;
  // What nothing here holds may be rehearsed, and never run.
  if (plan.unheld > 0) throw new UsageError(`${file} asks for what nothing here holds. \`espalier check ${file}\` says what.`);
  const repository = call.options.get('repo') ?? '.';
  const started = await startRun(surroundingsOf(terminal), {
    plan, repository, revision: call.options.get('base') ?? 'HEAD', inputs, kernel: programVersion(),
    scripts: call.options.get('scripts') ?? null, pullRequests: call.options.has('pull-requests'), baked: listOption(call, 'baked'),
  });
  if (!started.ok) throw new UsageError(`Cannot begin ${file}: ${started.why}.`);
  terminal.say([styled('strong', `Run ${started.run}`)], `${file} on ${repository}, from ${started.base}`, '');
  return call.options.has('detach') ? detached(started.run, call, terminal) : workHere(started.run, call, terminal);
};

function inputOf(text: string): readonly [string, string] {
  const at = text.indexOf('=');
  if (at < 1) throw new UsageError(`An input is given as NAME=VALUE; ${JSON.stringify(text)} is not.`);
  return [text.slice(0, at), text.slice(at + 1)];
}

/** A process of its own, that outlives this one and its terminal; what it tells is kept beside the run. */
function detached(id: string, call: Call, terminal: Terminal): 0 {
  const { directory } = surroundingsOf(terminal);
  const log = logOf(directory, id);
  mkdirSync(dirname(log), { recursive: true, mode: 0o700 });
  const to = openSync(log, 'a', 0o600);
  const words = ['work', id, '--stay', ...(call.options.has('hands') ? ['--hands', call.options.get('hands') ?? ''] : []), ...(call.options.has('bake') ? ['--bake'] : [])];
  const child = spawn(process.execPath, [...process.execArgv, process.argv[1] ?? '', ...words], { detached: true, stdio: ['ignore', to, to] });
  child.unref();
  if (call.isJson) terminal.json({ run: id, pid: child.pid ?? null, log });
  else terminal.print(id);
  terminal.say(`Its hands tell what they do in ${log}`, nextLine(terminal.surroundings.env, 'show', id));
  return exitCodes.ok;
}
