/**
 * What git can be made to run, planted one at a time: plain git runs it (the control), and nothing that we do does.
 * And what is the person's stays as it was, whatever kind of repository it is.
 */

import assert from 'node:assert/strict';
import { appendFileSync, chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { RepoError } from '../../src/ports/repo.ts';
import { GitCheckouts } from '../../src/repo/git-checkouts.ts';
import { GitRepo } from '../../src/repo/git-repo.ts';
import { patchOf } from '../../src/repo/patch-of.ts';
import { PlainGit } from './plain-git.ts';
import { TemporaryDirectory } from './temporary-directory.ts';

interface Planting {
  readonly git: PlainGit;
  readonly place: string;
  /** A program that leaves the mark. */
  readonly trap: string;
  /** One that ends at once: who speaks to it hears nothing. */
  readonly mute: string;
  readonly write: (path: string, text: string) => void;
  readonly config: (key: string, value: string) => void;
}

interface Way {
  readonly plant: (at: Planting) => void;
  /** What a person would do, that runs it. */
  readonly control: (at: Planting) => unknown;
}

const hook = (name: string): Way['plant'] => ({ git, trap, write }) => {
  write(`.git/hooks/${name}`, `#!/bin/sh\nexec ${trap}\n`);
  chmodSync(join(git.directory, '.git/hooks', name), 0o755);
};
const filter = (kind: string): Way['plant'] => ({ trap, config, write }) => {
  config(`filter.loud.${kind}`, trap);
  write('.git/info/attributes', '* filter=loud\n');
};
const included = ({ write, trap, place }: Planting): string => {
  write('../evil-hooks/reference-transaction', `#!/bin/sh\nexec ${trap}\n`);
  chmodSync(join(place, 'evil-hooks/reference-transaction'), 0o755);
  write('../evil.config', `[core]\n\thooksPath = ${place}/evil-hooks\n\tfsmonitor = ${trap}\n`);
  return join(place, 'evil.config');
};
const moveBranch: Way['control'] = ({ git }) => git.try(['update-ref', 'refs/heads/x', 'HEAD']);
const add: Way['control'] = ({ git, write }) => { write('file.txt', 'other'); git.try(['add', 'file.txt']); };
const checkOut: Way['control'] = ({ git }) => {
  rmSync(join(git.directory, 'file.txt'));
  git.try(['checkout-index', '-f', '-a']);
};

const ways: Readonly<Record<string, Way>> = {
  'a hook reference-transaction': { plant: hook('reference-transaction'), control: moveBranch },
  'a hook post-index-change': { plant: hook('post-index-change'), control: ({ git }) => git.try(['read-tree', 'HEAD']) },
  'a hook post-checkout': { plant: hook('post-checkout'), control: ({ git }) => git.try(['checkout', '-q', '-f', 'main']) },
  'a hook post-commit': { plant: hook('post-commit'), control: ({ git }) => git.try(['commit', '-q', '--allow-empty', '-m', 'x']) },
  'a directory of hooks': { plant: (at) => at.config('core.hooksPath', dirname(included(at)).concat('/evil-hooks')), control: moveBranch },
  'a filter that cleans': { plant: filter('clean'), control: add },
  'a filter that smudges': { plant: filter('smudge'), control: checkOut },
  'a filter that is a process': { plant: filter('process'), control: checkOut },
  'a filter by an attribute of the tree': {
    plant: ({ trap, config, write, git }) => {
      config('filter.loud.smudge', trap);
      write('.gitattributes', '* filter=loud export-subst text eol=crlf\n');
      git.run(['add', '.gitattributes']);
      git.run(['commit', '-q', '-m', 'attributes']);
    },
    control: checkOut,
  },
  'attributes of a file that is named': { plant: ({ trap, config, write, place }) => { config('filter.loud.smudge', trap); write('../attributes', '* filter=loud\n'); config('core.attributesFile', join(place, 'attributes')); }, control: checkOut },
  'a monitor of files': { plant: ({ trap, config }) => config('core.fsmonitor', trap), control: ({ git }) => git.try(['status']) },
  'an external diff': { plant: ({ trap, config }) => config('diff.external', trap), control: ({ git }) => git.try(['diff', 'HEAD~', 'HEAD']) },
  'a driver of diffs': { plant: ({ trap, config, write }) => { config('diff.loud.command', trap); write('.git/info/attributes', '* diff=loud\n'); }, control: ({ git }) => git.try(['diff', 'HEAD~', 'HEAD']) },
  'a conversion to text': { plant: ({ trap, config, write }) => { config('diff.loud.textconv', trap); write('.git/info/attributes', '* diff=loud\n'); }, control: ({ git }) => git.try(['diff', 'HEAD~', 'HEAD']) },
  'an included file': { plant: (at) => at.config('include.path', included(at)), control: moveBranch },
  'a file that is included on a condition': { plant: (at) => at.config(`includeIf.gitdir:${at.git.directory}/.path`, included(at)), control: moveBranch },
  'a command that updates a submodule': {
    plant: ({ place, git, trap, config }) => {
      const sub = PlainGit.init(join(place, 'other'));
      for (const name of ['one', 'two']) sub.run(['commit', '-q', '--allow-empty', '-m', name]);
      git.run(['-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', sub.directory, 'sub']);
      git.run(['commit', '-q', '-m', 'submodule']);
      git.run(['-C', 'sub', 'checkout', '-q', 'HEAD~']);
      config('submodule.sub.update', `!${trap}`);
      config('submodule.recurse', 'true');
    },
    control: ({ git }) => git.try(['submodule', 'update']),
  },
  'a command for ssh': { plant: ({ mute, config }) => { config('core.sshCommand', mute); config('remote.origin.url', 'ssh://nowhere.invalid/x'); }, control: ({ git }) => git.try(['fetch', 'origin']) },
  'an editor': { plant: ({ trap, config }) => config('core.editor', trap), control: ({ git }) => git.try(['notes', 'add', '-f', 'HEAD']) },
  'a helper for credentials': { plant: ({ trap, config }) => config('credential.helper', trap), control: ({ git }) => git.try(['credential', 'fill'], { input: 'protocol=https\nhost=nowhere.invalid\n\n', env: { GIT_TERMINAL_PROMPT: '0' } }) },
  'a program that signs': { plant: ({ trap, config }) => { config('gpg.program', trap); config('commit.gpgSign', 'true'); }, control: ({ git }) => git.try(['commit', '-q', '--allow-empty', '-m', 'signed']) },
  'an alias': { plant: ({ trap, config }) => { for (const name of ['loud', 'cat-file', 'update-ref', 'unpack-objects']) config(`alias.${name}`, `!${trap}`); }, control: ({ git }) => git.try(['loud']) },
};

async function inRepository(act: (at: Planting) => Promise<void>): Promise<void> {
  const directory = new TemporaryDirectory();
  const place = directory.path;
  try {
    const git = PlainGit.init(place);
    const trap = join(place, 'trap');
    writeFileSync(trap, `#!/bin/sh\necho ran >> ${place}/mark\ncat\n`, { mode: 0o755 });
    const mute = join(place, 'mute');
    writeFileSync(mute, `#!/bin/sh\necho ran >> ${place}/mark\nexit 1\n`, { mode: 0o755 });
    const write = (path: string, text: string): void => {
      mkdirSync(dirname(join(git.directory, path)), { recursive: true });
      writeFileSync(join(git.directory, path), text);
    };
    for (const text of ['one', 'two $Format:%H$']) {
      write('file.txt', `${text}\n`);
      git.run(['add', '-A']);
      git.run(['commit', '-q', '-m', text]);
    }
    await act({ git, place, trap, mute, write, config: (key, value) => void git.run(['config', key, value]) });
  } finally {
    directory.remove();
  }
}

/** All that a run does with a repository. */
async function everything(directory: string, state: string): Promise<GitRepo> {
  const repo = await GitRepo.open({ directory, run: 'run', path: process.env['PATH'] ?? '' });
  const head = await repo.commitOf('HEAD') ?? '';
  const tree = await repo.treeOf(head);
  const content = Buffer.from('changed\n');
  const taken = await patchOf(repo, { baseTree: tree, lineTree: tree, collected: { changes: [{ kind: 'changed', path: 'file.txt', mode: '100755', content }, { kind: 'added', path: '.gitattributes2', mode: '100644', content }], refusals: [] } });
  assert.ok(taken.ok, JSON.stringify(taken));
  const { candidate } = taken.patch;
  const who = { name: 'A', email: 'a@localhost', at: 0 };
  const commit = await repo.commit({ tree: candidate, parent: head, message: 'landed', author: who, committer: who });
  const tip = await repo.ref('tip');
  assert.equal(await repo.moveRef('tip', { from: tip, to: head }), true);
  assert.equal(await repo.moveRef('tip', { from: head, to: commit }), true);
  assert.equal(await repo.moveRef('passing', { from: null, to: candidate }), true);
  assert.equal(await repo.moveRef('passing', { from: candidate, to: null }), true);
  await repo.note(commit, 'learnt');
  assert.equal(Buffer.from(await repo.read(candidate, 'file.txt', 100) ?? []).toString(), 'changed\n');
  assert.ok((await repo.difference(tree, candidate)).length > 0);
  const checkouts = new GitCheckouts({ objects: repo.objects, state, owner: null, hosts: { own: () => 'own', lives: (host) => host === 'own' } });
  const { directory: files, release } = await checkouts.checkout(tree);
  assert.equal(readFileSync(join(files, 'file.txt'), 'utf8'), 'two $Format:%H$\n');
  await release();
  return repo;
}

for (const [name, { plant, control }] of Object.entries(ways)) {
  test(`${name} does not run`, () => inRepository(async (at) => {
    plant(at);
    rmSync(join(at.place, 'mark'), { force: true });
    await everything(at.git.directory, join(at.place, 'state'));
    assert.equal(existsSync(join(at.place, 'mark')), false, 'it ran');
    control(at);
    assert.equal(existsSync(join(at.place, 'mark')), true, 'plain git does not run it either: this shows nothing');
  }));
}

test('what the environment says to git is not heard', () => inRepository(async ({ git, place, trap }) => {
  const mark = join(place, 'mark');
  const env = { GIT_TRACE: mark, GIT_EXTERNAL_DIFF: trap, GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'core.hooksPath', GIT_CONFIG_VALUE_0: place, GIT_OBJECT_DIRECTORY: place, GIT_DIR: '/nowhere', GIT_NAMESPACE: 'x' };
  const before = { ...process.env };
  Object.assign(process.env, env);
  try {
    await everything(git.directory, join(place, 'state'));
  } finally {
    for (const key of Object.keys(env)) delete process.env[key];
    Object.assign(process.env, before);
  }
  assert.equal(existsSync(mark), false);
  git.try(['rev-parse', 'HEAD'], { env: { GIT_TRACE: mark } });
  assert.equal(existsSync(mark), true);
}));

test('nothing is in the place of another: no replacement, no graft', () => inRepository(async ({ git, write }) => {
  const [head, before] = [git.run(['rev-parse', 'HEAD']), git.run(['rev-parse', 'HEAD~'])];
  const [tree, other] = [git.run(['rev-parse', 'HEAD^{tree}']), git.run(['rev-parse', 'HEAD~^{tree}'])];
  git.run(['replace', head, before]);
  write('.git/info/grafts', `${head}\n`);
  assert.equal(git.run(['rev-parse', `${head}^{tree}`]), other, 'plain git follows the replacement');
  assert.notEqual(git.try(['--no-replace-objects', 'rev-parse', '--verify', '-q', `${head}~1`]).status, 0, 'and the graft');
  const repo = await GitRepo.open({ directory: git.directory, run: 'r', path: process.env['PATH'] ?? '' });
  assert.equal(await repo.treeOf(head), tree);
  assert.equal(await repo.commitOf(`${head}~1`), before);
}));

test('in a partial clone what is missing is an error, and nothing is fetched', () => inRepository(async ({ git, place, mute }) => {
  git.run(['config', 'uploadpack.allowFilter', 'true']);
  git.run(['config', 'uploadpack.allowAnySHA1InWant', 'true']);
  const from = git.directory;
  const clone = join(place, 'clone');
  git.run(['clone', '-q', '--no-checkout', '--filter=blob:none', `file://${from}`, clone]);
  const partial = new PlainGit(clone, join(place, 'home'));
  partial.run(['config', 'remote.origin.uploadpack', mute]);
  const repo = await GitRepo.open({ directory: clone, run: 'r', path: process.env['PATH'] ?? '' });
  const tree = await repo.treeOf(await repo.commitOf('HEAD') ?? '');
  const [entry] = await repo.entries(tree);
  await assert.rejects(repo.contents([entry?.object ?? ''], 100), (error) => error instanceof RepoError && /partial clone/.test(error.message));
  await assert.rejects(repo.read(tree, 'file.txt', 100), RepoError);
  assert.equal(existsSync(join(place, 'mark')), false);
  partial.try(['cat-file', '-p', entry?.object ?? '']);
  assert.equal(existsSync(join(place, 'mark')), true, 'plain git fetches');
}));

/** Every file of git's that is not an object or a ref of ours, with its content. */
function personal(directory: string): Readonly<Record<string, string>> {
  const all = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((path) => statSync(join(directory, path)).isFile());
  const theirs = all.filter((path) => !/(^|\/)(objects|refs\/espalier|refs\/notes)\//.test(path));
  return Object.fromEntries(theirs.map((path) => [path, readFileSync(join(directory, path), 'latin1')]));
}

test('what is the person\'s stays byte for byte, in a repository of any kind', () => inRepository(async ({ git, place, write }) => {
  git.run(['config', 'core.logAllRefUpdates', 'always']);
  write('untracked', 'mine');
  appendFileSync(join(git.directory, 'file.txt'), 'not committed');
  git.run(['worktree', 'add', '-q', '--detach', join(place, 'second')]);
  git.run(['clone', '-q', '--depth=1', `file://${git.directory}`, join(place, 'shallow')]);
  git.run(['clone', '-q', '--bare', git.directory, join(place, 'bare')]);
  mkdirSync(join(git.directory, 'inner/most'), { recursive: true });
  const kinds = { whole: git.directory, below: join(git.directory, 'inner/most'), second: join(place, 'second'), shallow: join(place, 'shallow'), bare: join(place, 'bare') };
  const before = personal(place);
  for (const directory of Object.values(kinds)) await everything(directory, join(place, 'home/state'));
  const after = Object.fromEntries(Object.entries(personal(place)).filter(([path]) => !path.startsWith('home/state')));
  assert.deepEqual(after, before);
  await assert.rejects(GitRepo.open({ directory: join(place, 'home'), run: 'r', path: process.env['PATH'] ?? '' }), RepoError);
  await assert.rejects(GitRepo.open({ directory: git.directory, run: '../x', path: process.env['PATH'] ?? '' }), RepoError);
  await assert.rejects(GitRepo.open({ directory: git.directory, run: 'r', path: 'bin:.' }), RepoError);
}));

test('what a ref of a run names survives the person\'s collection of garbage, and nothing else of the run does (B4)', () => inRepository(async ({ git, place }) => {
  const repo = await everything(git.directory, join(place, 'state'));
  const [blob = '', other = ''] = await repo.keep([Buffer.from('pinned'), Buffer.from('passing')]);
  assert.equal(await repo.moveRef('patch/a', { from: null, to: blob }), true);
  git.run(['reflog', 'expire', '--expire=now', '--all']);
  git.run(['gc', '-q', '--prune=now']);
  assert.equal(Buffer.from((await repo.contents([blob], 10))[0] ?? []).toString(), 'pinned');
  assert.equal(await repo.treeOf(await repo.ref('tip') ?? ''), git.run(['rev-parse', 'refs/espalier/run/tip^{tree}']));
  await assert.rejects(repo.contents([other], 10), RepoError);
  assert.equal(git.try(['fsck', '--strict']).status, 0);
}));
