/**
 * Names that are not taken, whatever they name.
 *
 * The kernel's own paths refuse `.git` as git does on Linux. What an order left may go to any file
 * system: some ignore case, invisible letters, a last dot or blank, a stream's name, or know a file
 * by a short name as well.
 */

import { pathFault } from '../kernel/path.ts';

export interface NameFault {
  readonly kind: 'git' | 'bad-name';
  readonly why: string;
}

/** `null`: it is a path of a repository. */
export function nameFault(path: string): NameFault | null {
  if (path.split('/').some(isGitName)) return { kind: 'git', why: 'is a name that git takes for its own' };
  const fault = pathFault(path);
  return fault === null ? null : { kind: 'bad-name', why: fault };
}

/** Letters that file systems leave out of a name. */
const ignored = /[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g;

/** Whether some file system takes this for `.git`. */
export function isGitName(segment: string): boolean {
  const plain = segment.replaceAll(ignored, '').split(':')[0] ?? '';
  const name = plain.replace(/[. ]+$/, '').toLowerCase();
  return name === '.git' || /^git~\d+$/.test(name);
}
