/** Wheels, which run nothing when they are fetched; they are installed afterwards, without a way out. */

import { dirname, join } from 'node:path';
import { homePath, workspacePath } from '../../../ports/sandbox.ts';
import type { BakeRequest } from '../bake-request.ts';
import { readWithin } from '../locked-files.ts';

const first = 'requirements.txt';
/** What is kept is a link while it is made, which a virtual environment must not be. */
const kept = `${homePath}/.python`;
const venv = `${kept}/venv`;
const wheels = `${workspacePath}/.espalier-kept/wheels`;
const mostFiles = 100;

export function pipBake(workspace: string): BakeRequest | null {
  if (readWithin(workspace, first) === null) return null;
  const install = `python3 -m venv ${venv} && exec ${venv}/bin/python3 -m pip install --no-index --find-links ${wheels} --disable-pip-version-check -r ${first}`;
  return {
    name: 'pip',
    lockfiles: filesOf(workspace),
    online: ['python3', '-m', 'pip', 'download', '--only-binary', ':all:', '--disable-pip-version-check', '--no-cache-dir', '--dest', wheels, '-r', first],
    offline: ['/bin/sh', '-c', install],
    keeps: [{ at: kept, writes: 'refused' }],
    allow: ['pypi.org', 'files.pythonhosted.org'],
    env: {},
    // What a tree that cannot be written to would otherwise be complained of.
    gate: { env: { VIRTUAL_ENV: venv, PYTHONDONTWRITEBYTECODE: '1', PYTEST_ADDOPTS: '-p no:cacheprovider' }, bins: [`${venv}/bin`] },
  };
}

/** The file and those that it includes (`-r`, `-c`). */
function filesOf(workspace: string): readonly string[] {
  const files = [first];
  for (let at = 0; at < files.length && files.length < mostFiles; at += 1) {
    const file = files[at] ?? '';
    const text = readWithin(workspace, file)?.toString('utf8') ?? '';
    for (const [, named = ''] of text.matchAll(/^\s*(?:-r|-c|--requirement|--constraint)[ =]+(\S+)/gm)) {
      const path = join(dirname(file), named);
      if (!files.includes(path)) files.push(path);
    }
  }
  return files;
}
