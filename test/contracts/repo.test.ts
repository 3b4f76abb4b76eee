/** Every repository, against the one contract: git's with both ways of naming objects, and the one in memory. */

import { GitRepo } from '../../src/repo/git-repo.ts';
import { MemoryRepo } from '../../src/repo/memory-repo.ts';
import { emptyTreeOf, treeBytes } from '../../src/repo/tree-bytes.ts';
import { PlainGit } from './plain-git.ts';
import { repoContract } from './repo-contract.ts';
import { TemporaryDirectory } from './temporary-directory.ts';

for (const format of ['sha1', 'sha256'] as const) {
  repoContract(`memory, ${format}`, async () => {
    const repo = new MemoryRepo(format);
    return {
      repo, empty: repo.emptyTree,
      treeOf: async (entries) => repo.putTree(treeBytes(new Map(entries.map(({ name, mode, object }) => [Buffer.from(name).toString('latin1'), { mode, object }])))),
      name: async (revision, commit) => repo.name(revision, commit),
      noteOf: async (commit) => repo.noteOf(commit),
      dispose: async () => undefined,
    };
  });

  for (const bare of [[], ['--bare']]) {
    repoContract(`git, ${format}${bare.length > 0 ? ', bare' : ''}`, async () => {
      const place = new TemporaryDirectory();
      const git = PlainGit.init(place.path, [`--object-format=${format}`, ...bare]);
      const repo = await GitRepo.open({ directory: git.directory, run: 'run-1', path: process.env['PATH'] ?? '' });
      return {
        repo, empty: emptyTreeOf(format),
        treeOf: async (entries) => {
          const lines = entries.flatMap(({ name, mode, object }) => [Buffer.from(`${mode} ${mode === '40000' ? 'tree' : 'blob'} ${object}\t`), name, Buffer.from([0])]);
          return git.run(['mktree', '-z'], { input: Buffer.concat(lines) });
        },
        name: async (revision, commit) => void git.run(['update-ref', `refs/heads/${revision}`, commit]),
        noteOf: async (commit) => {
          const { status, stdout } = git.try(['notes', '--ref=espalier', 'show', commit]);
          return status === 0 ? stdout : null;
        },
        dispose: async () => place.remove(),
      };
    });
  }
}
