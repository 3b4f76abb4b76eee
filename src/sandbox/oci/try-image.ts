/** Whether an order can have an image: shown with one that is made of this machine's own shell, and removed again. */

import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Held, type Sandbox, SandboxError } from '../../ports/sandbox.ts';
import { ownDirectory } from '../inside/run-attended.ts';
import { hostLives, thisHost } from '../machine/host-life.ts';
import { call } from '../machine/programs.ts';
import { tryOrder } from '../order/try-order.ts';
import { ask, type Engine, type Found } from './engine.ts';
import { bringPrograms } from './own-programs.ts';

const tried = 'image-';
const triedImage = 'localhost/espalier-tried:';

export async function tryImage(sandbox: Sandbox, found: Found, state: string): Promise<Held> {
  const { engine, helpers } = found;
  const name = `${thisHost(state)}-${randomUUID()}`;
  const place = join(state, `${tried}${name}`);
  let id = '';
  try {
    mkdirSync(join(place, ownDirectory), { recursive: true });
    const { loader } = await bringPrograms(place, helpers);
    await call(helpers.cp, ['-rT', '--', join(place, ownDirectory), join(place, 'own')]);
    const tar = `${place}.tar`;
    await call(helpers.tar, ['--create', '--file', tar, '--directory', place, 'own']);
    const imported = await ask(engine, ['import', tar, `${triedImage}${name}`]);
    rmSync(tar, { force: true });
    id = imported.stdout.trim().split('\n').at(-1)?.replace('sha256:', '') ?? '';
    if (!imported.ok) return { held: false, how: `no image can be made: ${imported.stderr.trim()}` };
    // Of the machine there is nothing in it: no /usr.
    const within = loader.map((word) => word.replace(ownDirectory, '/own'));
    const outcome = await tryOrder(sandbox, [...within, '/own/sh', '-c', 'test -e /usr && exit 3; exit 0'], { image: `sha256:${id}` });
    const isHeld = typeof outcome !== 'string' && outcome.kind === 'exit' && outcome.code === 0;
    return { held: isHeld, how: isHeld ? 'any that the engine has, by digest' : `an image could not be run: ${JSON.stringify(outcome)}` };
  } catch (error) {
    if (error instanceof SandboxError) return { held: false, how: error.message };
    throw error;
  } finally {
    if (id !== '') await ask(engine, ['rmi', '--force', id]);
    for (const left of [place, join(state, 'images', id === '' ? 'none' : id)]) rmSync(left, { recursive: true, force: true });
  }
}

/** Removes what hosts that no longer live had tried, the engine's image first, and says so. */
export async function sweepTriedImages(engine: Engine, state: string): Promise<readonly string[]> {
  const names = existsSync(state) ? readdirSync(state) : [];
  const left = [...new Set(names.flatMap((file) => {
    const [, name, host = ''] = /^image-(([0-9a-f]{16})-[0-9a-f-]{36})(?:\.tar)?$/.exec(file) ?? [];
    return name === undefined || hostLives(state, host) ? [] : [name];
  }))];
  for (const name of left) {
    const { ok, stdout } = await ask(engine, ['image', 'inspect', '--format', '{{.Id}}', `${triedImage}${name}`]);
    const id = stdout.trim().replace('sha256:', '');
    if (ok && /^[0-9a-f]{64}$/.test(id)) rmSync(join(state, 'images', id), { recursive: true, force: true });
    if (ok) await ask(engine, ['rmi', '--force', `${triedImage}${name}`]);
    for (const path of [`${tried}${name}.tar`, `${tried}${name}`]) rmSync(join(state, path), { recursive: true, force: true });
  }
  return left.map((name) => `image ${name}, tried by a host that no longer lives: removed`);
}
