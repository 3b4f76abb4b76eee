/** Refs of a run's own, by the names that they have within its corner. */

import { RepoError } from '../ports/repo.ts';
import { shownName } from '../ports/shown-name.ts';

export interface Move {
  readonly from: string | null;
  readonly to: string | null;
}

const mostLetters = 200;

/** Throws `RepoError` for what is no name of a ref of a run's own. */
export function checkedRef(name: string): string {
  const isName = name.length <= mostLetters && name.split('/').every((part) => /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/.test(part) && !part.includes('..') && !part.endsWith('.') && !part.endsWith('.lock'));
  if (!isName) throw new RepoError(`Cannot name a ref ${shownName(name)}: letters, digits, "-", "_", "." and "/" are in one, at most ${mostLetters}, and no part begins or ends with "."`);
  return name;
}
