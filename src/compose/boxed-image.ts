/** The image that a person names for a command: by its digest, or by the file that it is built from. */

import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { SandboxError } from '../ports/sandbox.ts';
import { buildImage, devcontainerImage } from '../sandbox/oci/build-image.ts';
import { findEngine } from '../sandbox/oci/engine.ts';

/** What an order names it by. A path is of a Dockerfile or of a devcontainer.json; it is built with no network. */
export async function imageNamed(image: string, path: string): Promise<string> {
  if (/(^|@)sha256:[0-9a-f]+$/.test(image) || !existsSync(image)) return image;
  const found = findEngine(path);
  if (typeof found === 'string') throw new SandboxError(`Cannot build the image: ${found}`);
  const file = resolve(image);
  const source = image.endsWith('.json') ? devcontainerImage(file, false) : { file, context: dirname(file), mayUseNetwork: false };
  return typeof source === 'string' ? source : buildImage(found.engine, source);
}
