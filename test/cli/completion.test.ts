/**
 * What zsh and fish source. Where a shell is not there, its script is held to a form that it is known
 * to read: each line of fish by itself, zsh's by bash, whose grammar the script does not go beyond.
 */

import { deepEqual, equal, match } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { espalier } from './program.ts';
import { TemporaryDirectory } from '../contracts/temporary-directory.ts';
import { globalOptions } from '../../src/cli/parse-args.ts';
import { verbs } from '../../src/cli/verbs.ts';

const shown = verbs.filter(({ isHidden }) => isHidden !== true);
const names = shown.map(({ name }) => name);
const optionsOf = (verb: string): readonly string[] =>
  [...shown.find(({ name }) => name === verb)?.options ?? [], ...globalOptions].map(({ name }) => name);

function scriptFor(shell: string): string {
  const directory = new TemporaryDirectory();
  try {
    const { stdout, stderr, status } = espalier(['completion', shell], { state: directory.path });
    deepEqual([stderr, status], ['', 0]);
    return stdout;
  } finally {
    directory.remove();
  }
}

/** Whether a shell reads a script without running it. */
function isRead(shell: string, flags: readonly string[], script: string): void {
  const { status, stderr } = spawnSync(shell, [...flags], { encoding: 'utf8', input: script });
  deepEqual([stderr, status], ['', 0]);
}

function skipWithout(shell: string): string | false {
  return spawnSync(shell, ['--version']).status === 0 ? false : `${shell} is not installed here, and a test installs nothing`;
}

test('zsh is given each verb with its options, in lines that it takes for that', () => {
  const script = scriptFor('zsh');
  const told = [...script.matchAll(/^ {4}'([a-z]+):((?:[^:'\\]|\\:)+)'$/gm)];
  deepEqual(told.map(([, name]) => name), names);
  const cases = [...script.matchAll(/^ {4}([a-z]+)\) compadd --((?: --[a-z-]+)+) ;;$/gm)];
  deepEqual(cases.map(([, name = '', options = '']) => [name, options.trim().split(' ')]),
    names.map((name) => [name, optionsOf(name).map((option) => `--${option}`)]));
  match(script, /^#compdef espalier\n_espalier\(\) \{\n/);
  isRead('bash', ['-n'], script);
});

test('fish is given each verb and option in a line of its own', () => {
  const lines = scriptFor('fish').trimEnd().split('\n');
  const form = /^complete -c espalier -n (?:__fish_use_subcommand -f -a ([a-z]+)|'__fish_seen_subcommand_from ([a-z]+)' -l ([a-z-]+)(?: -r)?) -d '[^'\\]+'$/;
  const read = lines.map((line) => form.exec(line)?.slice(1).join(' ').trim() ?? line);
  deepEqual(read, [...names, ...names.flatMap((name) => optionsOf(name).map((option) => `${name} ${option}`))]);
  for (const { options } of shown) {
    for (const { name, value } of options) equal(lines.some((line) => line.includes(` -l ${name} -r `)), value !== undefined, name);
  }
});

test('zsh itself reads its script', { skip: skipWithout('zsh') }, () => isRead('zsh', ['-n'], scriptFor('zsh')));
test('fish itself reads its script', { skip: skipWithout('fish') }, () => isRead('fish', ['--no-execute'], scriptFor('fish')));
