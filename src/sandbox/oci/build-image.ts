/**
 * An image from a Dockerfile, or from what a devcontainer.json says of one: built with no network unless that is
 * allowed, from images that are here, and known by its digest from then on.
 *
 * What a Dockerfile runs is no more trusted than a leaf, and an engine as root would run it as root of the machine: there
 * nothing of it is run, and a step that would is an error.
 */

import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { SandboxError } from '../../ports/sandbox.ts';
import { ask, type Engine } from './engine.ts';

export interface ImageSource {
  /** The Dockerfile, and the directory whose files it copies. */
  readonly file: string;
  readonly context: string;
  readonly mayUseNetwork: boolean;
}

/** Its digest, as an order names it. */
export async function buildImage(engine: Engine, { file, context, mayUseNetwork }: ImageSource): Promise<string> {
  for (const path of [file, context]) if (!existsSync(path)) throw new SandboxError(`Cannot build the image: there is no ${path}`);
  const told = join(tmpdir(), `espalier-image-${randomUUID()}`);
  const isBare = engine.kind === 'podman' && engine.isRoot;
  // The same files are the same image, whenever it is built.
  const own = engine.kind === 'podman' ? ['--pull=never', '--layers=false', '--timestamp', '0'] : [];
  const network = mayUseNetwork ? [] : ['--network', 'none'];
  // A runtime that fails runs nothing. The last one named is the one that counts.
  const builder: Engine = isBare ? { ...engine, globals: [...engine.globals, '--runtime', '/bin/false'] } : engine;
  try {
    const { ok, stderr } = await ask(builder, ['build', ...own, ...network, '--iidfile', told, '--file', file, context]);
    if (ok) return readFileSync(told, 'utf8').trim();
    const hint = isBare && /running container|runtime/i.test(stderr) ? '; as root no step of a Dockerfile is run: build it as an ordinary user, and name it by its digest' : '';
    throw new SandboxError(`Cannot build the image from ${file}: ${stderr.trim().split('\n').slice(-3).join(' ')}${hint}`);
  } finally {
    rmSync(told, { force: true });
  }
}

/** What a devcontainer.json says of its image: a digest, or a Dockerfile. Nothing else of it is followed. */
export function devcontainerImage(file: string, mayUseNetwork: boolean): ImageSource | string {
  const said = parsed(file);
  const fault = (what: string): SandboxError => new SandboxError(`Cannot use ${file}: ${what}`);
  const build = said['build'];
  const within: object = typeof build === 'object' && build !== null ? build : {};
  const dockerfile = textOf(within, 'dockerfile') ?? textOf(said, 'dockerFile');
  if (textOf(said, 'dockerComposeFile') !== null || Array.isArray(said['dockerComposeFile'])) throw fault('it is made of several containers; services of a gate are what there is here');
  if (dockerfile !== null) {
    const context = textOf(within, 'context') ?? textOf(said, 'context') ?? '.';
    return { file: resolve(dirname(file), dockerfile), context: resolve(dirname(file), context), mayUseNetwork };
  }
  const image = textOf(said, 'image');
  if (image === null) throw fault('it names neither an image nor a Dockerfile');
  return image;
}

function textOf(said: object, name: string): string | null {
  const value: unknown = new Map<string, unknown>(Object.entries(said)).get(name);
  return typeof value === 'string' ? value : null;
}

function parsed(file: string): Readonly<Record<string, unknown>> {
  let said: unknown;
  try {
    said = JSON.parse(withoutComments(readFileSync(file, 'utf8')));
  } catch (error) {
    throw new SandboxError(`Cannot use ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (typeof said !== 'object' || said === null) throw new SandboxError(`Cannot use ${file}: it is no object`);
  return Object.fromEntries(Object.entries(said));
}

/** JSON as editors write it: comments, and commas before what closes, both only outside of texts. */
export function withoutComments(text: string): string {
  const bare = text.replaceAll(/"(?:[^"\\]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (found) => (found.startsWith('"') ? found : ' '));
  return bare.replaceAll(/"(?:[^"\\]|\\.)*"|,(?=\s*[}\]])/g, (found) => (found === ',' ? '' : found));
}
