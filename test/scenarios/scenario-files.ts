/** The scenarios that there are, in order. */

import { readdirSync } from 'node:fs';
import { join } from 'node:path';

export const folder: string = import.meta.dirname;

export function scenarioFiles(): readonly string[] {
  return readdirSync(folder).filter((name) => name.endsWith('.scenario')).sort().map((name) => join(folder, name));
}
