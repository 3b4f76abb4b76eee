/** Data as JSON for standard output: two spaces, and nothing that could steer a terminal. */

import { plainJson } from './plain-text.ts';

export function jsonText(data: unknown): string {
  return plainJson(JSON.stringify(data, null, 2));
}
