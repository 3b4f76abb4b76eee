/**
 * What the shells source, tried in each of them that is here. The scripts of zsh and fish are held to
 * a form as well: each line of fish by itself, zsh's by bash, whose grammar the script does not go beyond.
 */

import { deepEqual, equal, match } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { espalier, root } from './program.ts';
import { TemporaryDirectory } from '../contracts/temporary-directory.ts';
import { globalOptions } from '../../src/cli/parse-args.ts';
import { graphFormats } from '../../src/compose/draw-graph.ts';
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
  const form = /^complete -c espalier (?:-n __fish_use_subcommand -f -a ([a-z]+)|(?:-n '__fish_seen_subcommand_from ([a-z]+)' )?-l ([a-z-]+)(?: -r)?(?: -f -a '[a-z ]+')?) -d '[^'\\]+'$/;
  const read = lines.map((line) => form.exec(line)?.slice(1).join(' ').trim() ?? line);
  const own = shown.flatMap(({ name, options }) => options.map((option) => `${name} ${option.name}`));
  deepEqual(read, [...names, ...own, ...globalOptions.map(({ name }) => name)]);
  for (const { name: verb, options } of shown) {
    for (const { name, value } of options) equal(lines.some((line) => line.includes(`from ${verb}' -l ${name} -r `)), value !== undefined, `${verb} ${name}`);
  }
});

test('the formats that are completed are those that there are', () => {
  deepEqual(shown.find(({ name }) => name === 'graph')?.options.find(({ name }) => name === 'format')?.among, graphFormats);
});

/** What a person types, and what stands there after the key that completes. */
const typed: readonly (readonly [string, string])[] = [
  ['espalier sch', 'schema'], ['espalier --js', '--json'], ['espalier --json sch', 'schema'], ['espalier graph --f', '--format'],
  ['espalier --json graph --f', '--format'],
  ['espalier graph --format d', 'dot'], ['espalier --json graph --format m', 'mermaid'], ['espalier check fi', 'fix.esp'], ['espalier fmt --c', '--check'], ['espalier fmt --js', '--json'],
];

/** Prints a line for each of its arguments: the word that it was completed to. `$SCRIPT` is what is sourced. */
const asking: Readonly<Record<string, readonly string[]>> = {
  bash: ['--norc', '-euc', `source "$SCRIPT"
for line in "$@"; do
  COMP_WORDS=($line); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); _espalier; echo "\${COMPREPLY[*]}"
done`, 'bash'],
  zsh: ['-f', join(root, 'test/cli/complete-in-zsh.zsh')],
  fish: ['--no-config', '-c', 'source $SCRIPT; for line in $argv; complete -C $line | string replace -r "\\t.*" ""; end'],
};

for (const [shell, args] of Object.entries(asking)) {
  test(`${shell} itself completes verbs, options and files`, { skip: skipWithout(shell) }, () => {
    const directory = new TemporaryDirectory();
    try {
      const script = join(directory.path, '_espalier');
      writeFileSync(script, scriptFor(shell));
      writeFileSync(join(directory.path, 'fix.esp'), '');
      const env = { HOME: directory.path, PATH: process.env['PATH'] ?? '', TERM: 'dumb', SCRIPT: script };
      const options = { encoding: 'utf8', env, cwd: directory.path, timeout: 60_000 } as const;
      const { stdout, stderr } = spawnSync(shell, [...args, ...typed.map(([line]) => line)], options);
      equal(stderr, '');
      deepEqual(stdout.trim().split('\n').map((line) => line.trim()), typed.map(([, word]) => word));
    } finally {
      directory.remove();
    }
  });
}
