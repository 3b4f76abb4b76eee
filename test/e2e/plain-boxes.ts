/**
 * Boxes that hold nothing: what is ordered is really run, as a child in a copy of its files, and what it left is really read.
 *
 * For tests that are about everything but the box, many times over. Paths inside are put for those of the machine in
 * commands and environments; scripts find theirs by the environment.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Boxes, type BoxPlace, type BoxWork, orderPath } from '../../src/ports/boxes.ts';
import type { Collected, LeftChange, LeftMode } from '../../src/ports/collected.ts';
import { GatewayError } from '../../src/ports/gateway.ts';
import type { SandboxOutcome, SandboxWatcher } from '../../src/ports/sandbox.ts';

export class PlainBoxes implements Boxes {
  readonly #places: string;
  readonly #host: string;

  /** `places`: a directory for those of orders, each named by its host. */
  constructor(places: string, host: string) {
    this.#places = places;
    this.#host = host;
    mkdirSync(places, { recursive: true });
  }

  /** What every other host has left: all of them are dead. */
  sweep(): void {
    const left = readdirSync(this.#places).filter((name) => !name.startsWith(`${this.#host}-`));
    for (const name of left) rmSync(join(this.#places, name), { recursive: true });
  }

  async place(id: string): Promise<BoxPlace> {
    const directory = join(this.#places, `${this.#host}-${id}`);
    const [layer, files] = [join(directory, 'layer'), join(directory, 'files')];
    for (const part of [layer, files]) mkdirSync(part, { recursive: true });
    const give: BoxPlace['give'] = async (given) => {
      for (const [name, content] of given) {
        mkdirSync(dirname(join(files, name)), { recursive: true });
        writeFileSync(join(files, name), content);
      }
      return { from: files, to: orderPath };
    };
    return { layer, give, remove: async () => rmSync(directory, { recursive: true }) };
  }

  async run(work: BoxWork, watcher: SandboxWatcher): Promise<SandboxOutcome> {
    const scratch = mkdtempSync(join(tmpdir(), 'espalier-plain-'));
    try {
      return await this.#runIn(scratch, work, watcher);
    } finally {
      rmSync(scratch, { recursive: true, force: true });
    }
  }

  /** It holds nothing, so nothing leads out of it either. */
  async openGateway(): Promise<never> {
    throw new GatewayError('these boxes have no gateway');
  }

  async collect({ workspace }: BoxWork): Promise<Collected> {
    if (workspace === null || workspace.layer === null) return { changes: [], refusals: [] };
    const [before, after] = [filesOf(workspace.base), filesOf(filesIn(workspace.layer))];
    const paths = [...new Set([...before.keys(), ...after.keys()])].toSorted();
    return { changes: paths.flatMap((path) => changeOf(path, before.get(path), after.get(path))), refusals: [] };
  }

  async #runIn(scratch: string, { command, env, workspace, inputs, returns }: BoxWork, watcher: SandboxWatcher): Promise<SandboxOutcome> {
    const given = inputs.find(({ to }) => to === orderPath)?.from ?? orderPath;
    const outside = (text: string): string => text.replaceAll(/\/run\/order|\/tmp\//g, (found) => (found === orderPath ? given : `${scratch}/`));
    const cwd = workspace === null ? scratch : workspace.layer === null ? workspace.base : filesIn(workspace.layer);
    if (workspace !== null && workspace.layer !== null) cpSync(workspace.base, cwd, { recursive: true, verbatimSymlinks: true });
    const [program = '', ...args] = command.map(outside);
    const own = { PATH: `${join(process.execPath, '..')}:${process.env['PATH'] ?? ''}`, HOME: scratch, LANG: 'C.UTF-8', TMPDIR: scratch };
    const mapped = Object.fromEntries(Object.entries(env).map(([name, value]) => [name, outside(value)]));
    const child = spawn(program, args, { cwd, env: { ...own, ...mapped }, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    child.stdout.on('data', (bytes: Buffer) => watcher.onOutput('stdout', bytes));
    child.stderr.on('data', (bytes: Buffer) => watcher.onOutput('stderr', bytes));
    const outcome = await endOf(child, watcher.cancel);
    for (const { path } of returns) watcher.onReturned?.(returned(path, outside(path)));
    return outcome;
  }
}

const filesIn = (layer: string): string => join(layer, 'files');

async function endOf(child: ChildProcess, cancel: AbortSignal | undefined): Promise<SandboxOutcome> {
  const end = (): void => { if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL'); };
  cancel?.addEventListener('abort', end);
  const [code, signal]: (number | string | null)[] = await once(child, 'close');
  cancel?.removeEventListener('abort', end);
  if (typeof code === 'number') return { kind: 'exit', code };
  return cancel?.aborted === true ? { kind: 'cancelled' } : { kind: 'signal', signal: String(signal) };
}

function returned(path: string, outside: string): { readonly path: string; readonly content: Uint8Array } | { readonly path: string; readonly why: string } {
  try {
    return { path, content: readFileSync(outside) };
  } catch {
    return { path, why: 'there is none' };
  }
}

interface Left {
  readonly mode: LeftMode;
  readonly content: Buffer;
}

function filesOf(directory: string): ReadonlyMap<string, Left> {
  const entries = readdirSync(directory, { recursive: true, encoding: 'utf8' });
  return new Map(entries.flatMap((path): readonly (readonly [string, Left])[] => {
    const place = join(directory, path);
    const stat = lstatSync(place);
    if (stat.isSymbolicLink()) return [[path, { mode: '120000', content: Buffer.from(readlinkSync(place)) }]];
    return stat.isFile() ? [[path, { mode: (stat.mode & 0o100) === 0 ? '100644' : '100755', content: readFileSync(place) }]] : [];
  }));
}

function changeOf(path: string, before: Left | undefined, after: Left | undefined): readonly LeftChange[] {
  if (after === undefined) return [{ kind: 'deleted', path }];
  if (before === undefined) return [{ kind: 'added', path, ...after }];
  if (!before.content.equals(after.content)) return [{ kind: 'changed', path, ...after }];
  return before.mode === after.mode ? [] : [{ kind: 'mode', path, mode: after.mode }];
}
