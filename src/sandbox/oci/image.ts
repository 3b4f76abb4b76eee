/**
 * Images: named by digest alone, and unpacked once into a directory that many boxes mount read-only.
 *
 * A tag can be moved, so a tag is refused. Nothing is fetched here: an image is one that the engine has. Of its settings
 * (environment, entry point, user) nothing counts: an order says all of that itself.
 */

import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SandboxError } from '../../ports/sandbox.ts';
import { hostLives, thisHost } from '../machine/host-life.ts';
import { call } from '../machine/programs.ts';
import { ask, type Engine, type Found } from './engine.ts';

const byDigest = /^(?:[\w.:/-]+@)?sha256:[0-9a-f]{64}$/;

/** The directory of an image's files. */
export async function imageDirectory({ engine, helpers }: Found, state: string, image: string): Promise<string> {
  if (!byDigest.test(image)) {
    const how = `${engine.kind} image inspect --format '{{.Id}}' ${image}`;
    throw new SandboxError(`Cannot run the order: the image ${image} is not named by a digest, and a tag can be moved: name it as name@sha256:… or as sha256:…; \`${how}\` tells the latter`);
  }
  const { ok, stdout } = await ask(engine, ['image', 'inspect', '--format', '{{.Id}}', image]);
  const id = stdout.trim().replace('sha256:', '');
  if (!ok || !/^[0-9a-f]{64}$/.test(id)) throw new SandboxError(`Cannot run the order: ${engine.kind} has no image ${image}: fetch or build it first, such as with \`${engine.kind} pull\``);
  const directory = join(state, 'images', id);
  if (!existsSync(directory)) await unpack(engine, helpers.tar, { id, directory });
  return directory;
}

interface Unpacking {
  readonly id: string;
  readonly directory: string;
}

/** Beside its place, and moved there whole: what is half unpacked has another name. */
async function unpack(engine: Engine, tar: string, { id, directory }: Unpacking): Promise<void> {
  const name = unpackingName(thisHost(dirname(dirname(directory))), randomUUID());
  const half = `${directory}.${name}`;
  mkdirSync(half, { recursive: true, mode: 0o755 });
  const must = async (program: string, args: readonly string[]): Promise<void> => {
    const { ok, stderr } = await call(program, args, engine.env);
    if (!ok) throw new SandboxError(`Cannot unpack the image sha256:${id}: ${stderr.trim()}`);
  };
  try {
    await must(engine.program, [...engine.globals, 'create', '--pull', 'never', '--network', 'none', '--name', name, id, '/none']);
    await must(engine.program, [...engine.globals, 'export', '--output', `${half}.tar`, name]);
    await must(tar, ['--extract', '--no-same-owner', '--file', `${half}.tar`, '--directory', half]);
    // A box's user is none of the image's, nothing in it may raise it, and what is no file or directory has no use.
    await must('/usr/bin/find', [half, '(', '-type', 'b', '-o', '-type', 'c', '-o', '-type', 'p', '-o', '-type', 's', ')', '-delete']);
    await must('/bin/chmod', ['-R', 'u+rwX,go+rX,go-w,ug-s', half]);
    if (!existsSync(directory)) renameSync(half, directory);
  } finally {
    await ask(engine, ['rm', '--force', name]);
    rmSync(half, { recursive: true, force: true });
    rmSync(`${half}.tar`, { force: true });
  }
}

/** It says whose it is. */
export function unpackingName(host: string, uuid: string): string {
  return `espalier-unpack-${host}-${uuid}`;
}

/** Ends what hosts that no longer live were unpacking, the engine's box first, and says so. */
export async function sweepImages(engine: Engine, state: string): Promise<readonly string[]> {
  const directory = join(state, 'images');
  const names = existsSync(directory) ? readdirSync(directory) : [];
  const left = new Map(names.flatMap((file) => {
    const [, box, host = ''] = /^[0-9a-f]{64}\.(espalier-unpack-([0-9a-f]{16})-[0-9a-f-]{36})(?:\.tar)?$/.exec(file) ?? [];
    return box === undefined || hostLives(state, host) ? [] : [[file.replace(/\.tar$/, ''), box] as const];
  }));
  for (const [half, box] of left) {
    await ask(engine, ['rm', '--force', box]);
    for (const path of [`${half}.tar`, half]) rmSync(join(directory, path), { recursive: true, force: true });
  }
  return [...left.keys()].map((half) => `half of an image, of a host that no longer lives: removed ${half}`);
}

const emptyName = 'localhost/espalier-empty:1';

/** docker has no box without an image: this one has nothing in it. */
export async function emptyImage(engine: Engine, tar: string): Promise<string> {
  const inspect = ['image', 'inspect', '--format', '{{.Id}}', emptyName];
  const there = await ask(engine, inspect);
  if (there.ok) return there.stdout.trim();
  const file = `/tmp/espalier-empty-${randomUUID()}.tar`;
  try {
    await call(tar, ['--create', '--files-from', '/dev/null', '--file', file]);
    const { ok, stderr } = await ask(engine, ['import', file, emptyName]);
    if (!ok) throw new SandboxError(`Cannot make the box: ${stderr.trim()}`);
  } finally {
    rmSync(file, { force: true });
  }
  return (await ask(engine, inspect)).stdout.trim();
}
