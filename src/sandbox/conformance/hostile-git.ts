/**
 * Files that make git run a command of their author's, in every way that files alone can: each
 * leaves a canary of its own. And git itself over them, without a box: the control, which has to run some.
 */

import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Writes them below `root`; whoever runs git there puts files into `canaries`. */
export function writeHostileGit(root: string, canaries: string): void {
  const command = (name: string): string => `touch '${canaries}/${name}'`;
  const said = (name: string, more = ' #'): string => `"${command(name)}${more}"`;
  const config = [
    '[core]', 'repositoryformatversion = 0', 'bare = false', `fsmonitor = ${said('fsmonitor')}`, 'hooksPath = own-hooks', `pager = ${said('pager')}`,
    `sshCommand = ${said('ssh')}`, `editor = ${said('editor')}`, '[diff]', `external = ${said('diff-external')}`,
    '[diff "evil"]', `textconv = ${said('textconv')}`, '[filter "evil"]', `clean = ${said('clean', '; cat')}`, `smudge = ${said('smudge', '; cat')}`,
    '[include]', 'path = ../included.config',
  ];
  const hook = `#!/bin/sh\n${command('hook')}\n`;
  const files: Readonly<Record<string, string>> = {
    '.git/config': `${config.join('\n')}\n`, '.git/HEAD': 'ref: refs/heads/main\n', '.git/hooks/post-index-change': hook,
    'own-hooks/post-index-change': hook, 'own-hooks/pre-commit': hook, 'own-hooks/post-checkout': hook,
    'included.config': `[filter "included"]\nclean = ${said('included', '; cat')}\n`,
    '.gitattributes': '*.txt filter=evil diff=evil\n*.inc filter=included\n', '.gitmodules': `[submodule "x"]\npath = x\nurl = ext::sh -c ${canaries}/submodule\n`,
    'a.txt': 'a\n', 'b.inc': 'b\n',
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text, { mode: text.startsWith('#!') ? 0o755 : 0o644 });
  }
  for (const path of ['.git/objects', '.git/refs/heads']) mkdirSync(join(root, path), { recursive: true });
}

/** The canaries of what git ran; a text: why it could not be tried. */
export function runGit(root: string, canaries: string): readonly string[] | string {
  const env = { PATH: process.env['PATH'] ?? '', HOME: root, GIT_CONFIG_NOSYSTEM: '1', GIT_TERMINAL_PROMPT: '0' };
  for (const args of [['status'], ['add', '-A'], ['diff'], ['checkout', '--', '.']]) {
    // Something has to differ for git to show it, and to put it back.
    if (args[0] === 'diff') writeFileSync(join(root, 'a.txt'), 'other\n');
    try {
      execFileSync('git', args, { cwd: root, env, stdio: 'ignore', timeout: 20_000 });
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 'there is no git here';
      // git may complain of such files; what it ran before it did is what is looked at.
    }
  }
  return readdirSync(canaries).sort();
}
