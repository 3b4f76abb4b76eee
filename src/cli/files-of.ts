/** What a person names, files and folders, as files: of a folder all of one kind that are below it. */
import { findFiles, isFolder } from '../compose/find-files.ts';
import { UsageError } from './usage-error.ts';

export interface NamedFiles {
  /** Named by themselves. */
  readonly files: readonly string[];
  /** Found below a folder that is named. */
  readonly found: readonly string[];
}

/** `suffix`: the end of the names that are looked for, such as `.esp`. */
export function filesOf(named: readonly string[], suffix: string): NamedFiles {
  const folders = named.filter(isFolder);
  const files = new Set(named.filter((name) => !folders.includes(name)));
  const found = new Set(folders.flatMap((folder) => below(folder, suffix)));
  return { files: [...files], found: [...found].filter((file) => !files.has(file)) };
}

function below(folder: string, suffix: string): readonly string[] {
  const all = findFiles(folder, suffix);
  const where = folder === '.' ? 'here' : `below ${folder}`;
  if (!all.ok) throw new UsageError(`There are more than ${all.most} files and folders ${where}, which is more than are looked at. Name a folder further down, or the files.`);
  if (all.files.length === 0) throw new UsageError(`There is nothing to do ${where}: no file ends in ${suffix}.`);
  return all.files;
}
