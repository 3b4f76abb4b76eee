/** Wheels, which run nothing when they are fetched; they are installed afterwards, without a way out. */

import { dirname, join } from 'node:path';
import { homePath, SandboxError, workspacePath } from '../../../ports/sandbox.ts';
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
    mustBeOfIndex(file, text);
    for (const [, named = ''] of text.matchAll(/^\s*(?:-r|-c|--requirement|--constraint)[ =]+(\S+)/gm)) {
      const path = join(dirname(file), named);
      if (!files.includes(path)) files.push(path);
    }
  }
  return files;
}

/** What says where packages are and which of them: no word of it has any of them built, as `--no-binary` and `--only-binary` do. */
const harmless = /^(-r|-c|-i|--requirement|--constraint|--hash|--require-hashes|--index-url|--extra-index-url|--pre|--prefer-binary|--trusted-host)(=|$)/;
const takesPlace = /^(-r|-c|-i|--requirement|--constraint|--index-url|--extra-index-url|--trusted-host)$/;

/**
 * A source package runs code of its own as soon as pip looks at it, so that while there is a way out there are wheels of an index
 * alone: no option that asks for sources, and nothing that is named by a place. Options may be cut short, so others are refused.
 */
function mustBeOfIndex(file: string, text: string): void {
  const refuse = (why: string): never => { throw new SandboxError(`Cannot bake pip: ${file} ${why}, and what that names may run while it is fetched; bake it by a command of your own`); };
  // What other programs take for the end of a line would hide a line in a comment; and pip reads it in whatever encoding its first lines name.
  if (/[^\P{Cc}\t\n\r]|[\u2028\u2029]/u.test(text)) refuse('holds characters that nobody sees');
  if (/^.*coding[:=]/m.test(text.split('\n', 2).join('\n')) || !/^[\t\n\r\x20-\x7e]*$/.test(text.replaceAll(/#.*/g, ''))) refuse('is not plain text');
  for (const line of text.replaceAll(/\\\r?\n/g, ' ').split(/[\r\n]/).map((one) => one.replace(/(^|\s)#.*$/, ''))) {
    const words = line.split(/\s+/).filter((word) => word !== '');
    for (const [at, word] of words.entries()) {
      if (word.startsWith('-') ? !harmless.test(word) : !takesPlace.test(words[at - 1] ?? '') && /[/\\@]|\.(whl|zip|gz|bz2|xz|tgz|tar)\b/i.test(word)) refuse(`says ${JSON.stringify(word.slice(0, 80))}`);
    }
  }
}
