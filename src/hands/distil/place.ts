/** The first place in the project's own files that a stack or a message names. */

import { isForeignFrame } from './frames.ts';
import { workPath } from './work-path.ts';

export interface Place {
  readonly file: string;
  readonly line?: number;
}

const named = /(?<![\w@./+-])(?:file:\/\/)?([\w@./-][\w@./+-]{0,300}\.[A-Za-z]\w{0,9})(?::|\(|:\[|", line )(\d{1,7})/g;
/** Not what went wrong, though a stack leads through it. */
const others = /(?:^|\/)(?:node_modules|site-packages|\.cargo|\.rustup|rustc|vendor)\/|^node:|^_testmain\.go$/;
const mostCharacters = 16_384;

export function placeIn(text: string): Place | undefined {
  for (const line of text.slice(0, mostCharacters).split('\n')) {
    const place = isForeignFrame(line) ? undefined : placeOfLine(line);
    if (place !== undefined) return place;
  }
  return undefined;
}

function placeOfLine(text: string): Place | undefined {
  for (const [, path = '', line = ''] of text.matchAll(named)) {
    const file = workPath(path);
    if (file !== undefined && !others.test(path) && Number(line) > 0) return { file, line: Number(line) };
  }
  return undefined;
}
