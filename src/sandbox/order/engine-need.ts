/**
 * What an order would need of a container engine, by name: its socket is never passed in.
 *
 * Words are looked at, and the text that a shell is given; not what has blanks otherwise, since what
 * an agent is told may well speak of such a socket. A directory is looked into, one level deep, as
 * `/run` has its engines.
 */

import { existsSync, realpathSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { engineNeedOf, engineSocketIn, engineSockets } from '../../kernel/check/engine-socket.ts';
import type { SandboxOrder } from '../../ports/sandbox.ts';

export function engineNeed({ command, services, env, inputs, workspace, wayOut }: SandboxOrder): string | null {
  const commands = [command, ...services.flatMap((service) => [service.command, service.ready ?? []])];
  const files = [...inputs.map(({ from }) => from), ...(workspace === null ? [] : [workspace.base]), ...(wayOut === null ? [] : [wayOut.socket])];
  return first(commands, ofCommand) ?? first(Object.values(env), ofWord) ?? first(files, ofFile);
}

function first<T>(all: readonly T[], find: (one: T) => string | null): string | null {
  for (const one of all) {
    const found = find(one);
    if (found !== null) return found;
  }
  return null;
}

function ofCommand(command: readonly string[]): string | null {
  const [program = ''] = command;
  const own = /\s/.test(program) ? null : engineNeedOf(program);
  return own ?? first([...command.keys()], (at) => (/^-\w*c$/.test(command[at - 1] ?? '') ? engineNeedOf(command[at] ?? '') : ofWord(command[at] ?? '')));
}

function ofWord(word: string): string | null {
  return /\s/.test(word) ? null : engineSocketIn(word);
}

/** A link may have any name: what counts is where it leads. */
function ofFile(file: string): string | null {
  if (!existsSync(file)) return engineSocketIn(file);
  const real = realpathSync(file);
  if (!statSync(real).isDirectory()) return engineSocketIn(file) ?? engineSocketIn(real);
  const within = engineSockets.flatMap((name) => [name, join(basename(name, '.sock'), name)]).find((name) => existsSync(join(real, name)));
  return within === undefined ? null : join(file, within);
}
