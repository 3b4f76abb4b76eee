/** Our own programs that run inside a box: in a checkout TypeScript, in the package JavaScript; both are run as they are. */

import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { SandboxError } from '../../ports/sandbox.ts';

/** Where one of them is. Its name says what language it is in. */
export function insideScript(name: 'attendant' | 'lister' | 'in-box' | 'egress-in-box'): string {
  const places = [`./${name}.ts`, `../conformance/${name}.ts`, `./${name}.mjs`].map((place) => fileURLToPath(new URL(place, import.meta.url)));
  const found = places.find((place) => existsSync(place));
  if (found === undefined) throw new SandboxError(`Cannot use a sandbox: ${places.at(-1) ?? ''} is missing from the installation`);
  return found;
}
