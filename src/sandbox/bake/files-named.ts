/** The files of a workspace with a certain name, by their paths below it; directories that tools fill are passed over. */

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { SandboxError } from '../../ports/sandbox.ts';

const passedOver = ['node_modules', 'target', '.git', '.espalier-kept'];
const most = 20_000;

export function filesNamed(workspace: string, isNamed: (name: string) => boolean): readonly string[] {
  const found: string[] = [];
  const waiting = ['.'];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    // Links are neither followed nor files here.
    for (const entry of readdirSync(join(workspace, folder), { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory() && !passedOver.includes(entry.name)) waiting.push(path);
      if (entry.isFile() && isNamed(entry.name)) found.push(path);
    }
    if (found.length + waiting.length > most) throw new SandboxError(`Cannot bake: the workspace has more than ${most} files that it would need`);
  }
  return found.toSorted();
}
