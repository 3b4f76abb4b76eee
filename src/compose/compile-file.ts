/**
 * Compiles the workflow in a file of the disk, in whatever notation its name says it is.
 *
 * A plan's schema, and YAML, are loaded only for a file that needs them: most are `.esp`.
 */
import { basename, dirname, isAbsolute, join } from 'node:path';
import { quoted } from '../kernel/phrase.ts';
import type { Compiled, CompileRequest } from '../language/compile/compile.ts';
import { compile, compileNotation } from '../language/compile/compile.ts';
import { isYamlFile } from '../language/compile/plan-file-name.ts';
import { Places } from '../language/lower/places.ts';
import { adaptersHere } from './adapters.ts';
import { isFolder } from './find-files.ts';
import { configName, DiskSourceFiles } from './disk-source-files.ts';

export type { Compiled };

export interface Home {
  /** `XDG_CONFIG_HOME`, if it is set. */
  readonly configHome: string | undefined;
  /** The user's home directory; empty: there is none. */
  readonly home: string;
}

/** The person's own configuration, by the XDG rules, which have relative and empty paths ignored. */
export function configFile({ configHome, home }: Home): string | null {
  const parent = configHome !== undefined && isAbsolute(configHome) ? configHome : join(home, '.config');
  return isAbsolute(parent) ? join(parent, 'espalier', 'config.esp') : null;
}

/** Whose machine it is. */
export interface Person {
  /** The path of their own configuration, which need not be there; `null`: none. */
  readonly config: string | null;
  /** Where `doctor` keeps what this machine's sandboxes were shown to hold; `null`: nothing was. */
  readonly proofs: string | null;
}

/** No configuration, and a machine of which nothing was shown. */
export const nobody: Person = { config: null, proofs: null };

export async function compileFile(path: string, person: Person): Promise<Compiled> {
  if (isFolder(path)) return ofFolder(path);
  const request = requestOf(path, person);
  if (path.endsWith('.json')) {
    const [{ readPlan }, { readJson }] = await Promise.all([
      import('../language/notation/read-plan.ts'), import('../language/notation/read-json.ts'),
    ]);
    return compileNotation(request, (source) => readPlan(source, readJson));
  }
  if (isYamlFile(path)) {
    const [{ readPlan }, { readYaml }] = await Promise.all([
      import('../language/notation/read-plan.ts'), import('../language/notation/read-yaml.ts'),
    ]);
    return compileNotation(request, (source) => readPlan(source, readYaml));
  }
  return compile(request);
}

/** The same at once, for a file that is a workflow's text. */
export function compileText(path: string, person: Person): Compiled {
  return compile(requestOf(path, person));
}

function requestOf(path: string, { config, proofs }: Person): CompileRequest {
  const recipes = join(import.meta.dirname, '..', '..', 'recipes');
  return {
    entry: basename(path),
    files: new DiskSourceFiles({ folder: dirname(path), recipes, config }),
    adapters: adaptersHere(proofs),
    person: configName,
  };
}

/** Also of `.` and `/`, which no name in a folder is. */
function ofFolder(file: string): Compiled {
  const hint = 'name the workflow itself, as in `.espalier/fix.esp`';
  const finding = { kind: 'file-is-directory', file, span: { start: 0, end: 0 }, message: `${quoted(file)} is a folder`, hint };
  return { ir: null, findings: [finding], more: 0, places: new Places(), files: [], texts: new Map() };
}
