/** The real program as a child process, with surroundings of its own, and what it printed as a transcript. */

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

export const root: string = join(import.meta.dirname, '../..');
const door = join(root, 'bin/espalier.cjs');

export interface Run {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number | null;
}

export interface Around {
  /** `XDG_STATE_HOME`. */
  readonly state: string;
  readonly env?: Readonly<Record<string, string>>;
  /** The user to be, where root asks. */
  readonly uid?: number;
}

export function espalier(args: readonly string[], { state, env, uid }: Around): Run {
  const { stdout, stderr, status } = spawnSync(process.execPath, [door, ...args], {
    encoding: 'utf8',
    env: env ?? { HOME: state, XDG_STATE_HOME: state },
    cwd: root,
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  return { stdout, stderr, status };
}

/** A command line, what it wrote where, and its exit status: what differs from machine to machine made the same. */
export function told(args: readonly string[], around: Around): string {
  const { stdout, stderr, status } = espalier(args, around);
  const parts = [`$ espalier ${args.map(quoted).join(' ')}`, stdout.trimEnd()];
  if (stderr !== '') parts.push('--- stderr', stderr.trimEnd());
  parts.push(`--- exit status ${status}`, '');
  return `${parts.filter((part, at) => part !== '' || at === parts.length - 1).map((part) => steady(part, around)).join('\n')}\n`;
}

function quoted(arg: string): string {
  return /^[\w./=-]+$/.test(arg) ? arg : JSON.stringify(arg);
}

/** Hashes of states follow from every row of the brain; ages, from today. */
function steady(text: string, { state }: Around): string {
  return text
    .replaceAll(state, '$STATE')
    .replaceAll(root, '$ROOT')
    .replaceAll(/\b[0-9a-f]{64}\b/g, '(hash)')
    .replaceAll(/\bstate [0-9a-f]{12}\b/g, 'state (hash)')
    .replaceAll(/(?<=  )\d+d  /g, '(age)  ')
    .replaceAll(/(?<=Z, )\d+d\b/g, '(age)')
    .replaceAll(/AGE +LAST/g, 'AGE    LAST');
}
