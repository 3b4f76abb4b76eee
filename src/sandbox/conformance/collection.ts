/**
 * How what an order left is collected: nothing of it is run or followed, and what is no file is refused by its kind.
 *
 * The control is git on the machine itself, over the very same files.
 */

import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Sandbox, SandboxLimits, Workspace } from '../../ports/sandbox.ts';
import type { Collected } from '../collect/changes.ts';
import { collectLeft } from '../collect/collect-left.ts';
import { readLeft } from '../collect/read-left.ts';
import { refusalText } from '../collect/refusal.ts';
import { layerParts } from '../order/layer.ts';
import { runGit, writeHostileGit } from './hostile-git.ts';
import { type CheckResult, type Ran, runOrder, suiteLimits } from './run-order.ts';

export interface Collection {
  readonly checks: readonly CheckResult[];
  readonly controlLeaks: readonly string[];
  /** What was left out, and why, a line each. */
  readonly notes: readonly string[];
}

/** Git of any age runs as many of its ways as this, and most run more. */
const leastRun = 3;
const secret = 'the secret of the machine';
const node = '/opt/espalier/node';

/** `directory` is the suite's own, and everybody may pass through it. */
export async function checkCollection(sandbox: Sandbox, directory: string): Promise<Collection> {
  const git = await hostileGit(sandbox, directory);
  return { ...git, checks: [...git.checks, ...(await strangeFiles(sandbox, directory))] };
}

async function hostileGit(sandbox: Sandbox, directory: string): Promise<Collection> {
  const [hostile, control] = ['git-boxed', 'git-control'].map((name) => {
    const [root, canaries] = [join(directory, name), join(directory, `${name}-ran`)];
    mkdirSync(canaries);
    writeHostileGit(root, canaries);
    return { root, canaries };
  });
  if (hostile === undefined || control === undefined) return { checks: [], controlLeaks: [], notes: [] };
  const workspace = emptyWorkspace(directory, 'git');
  const left = await runOrder(sandbox, ['sh', '-c', 'cp -r /opt/hostile/. /work'], { workspace, inputs: [{ from: hostile.root, to: '/opt/hostile' }] });
  const { changes, refusals } = await collectLeft(sandbox, { workspace, limits: suiteLimits });
  const ran = readdirSync(hostile.canaries);
  const outside = runGit(control.root, control.canaries);
  const isControlled = typeof outside === 'string' || outside.length >= leastRun;
  const [taken, refused] = [changes.map(({ path }) => path).sort().join(' '), refusals.map(({ kind, path }) => `${kind} ${path}`).sort().join(', ')];
  const isTaken = taken === '.gitattributes .gitmodules a.txt b.inc included.config own-hooks/post-checkout own-hooks/post-index-change own-hooks/pre-commit'
    && refused === 'git .git';
  return {
    checks: [
      {
        id: 'collect.git', says: 'Nothing that files can make git run is run while they are collected.', ok: ran.length === 0 && isControlled,
        detail: isControlled ? ran.join(' ') : `git itself ran only ${String(outside)}: this shows little`,
      },
      { id: 'collect.git-refused', says: 'What git would take for its own is refused, and the rest is taken as files.', ok: isTaken, detail: isTaken ? '' : `${JSON.stringify(left.outcome)} ${taken}; ${refused}` },
    ],
    controlLeaks: typeof outside === 'string' || outside.length < leastRun ? [] : ['collect.git'],
    notes: typeof outside === 'string' ? [`the control of collect.git: ${outside}`] : [],
  };
}

function emptyWorkspace(directory: string, name: string): Workspace & { readonly layer: string } {
  const base = join(directory, `collect-${name}-base`);
  mkdirSync(base);
  return { base, layer: join(directory, `collect-${name}-layer`) };
}

/** What an order can leave in the place of files; what it must not be able to make it says. */
const strange = `
ln -s "$1/secret" result.json; ln -s "$1" through; ln -s ../../../etc/passwd up; ln -s result.json inside
ln /opt/secret hard 2>/dev/null && echo hard link
ln "$1/secret" hard 2>/dev/null && echo hard link
mkfifo fifo; mkdir directory; mkdir -p nested/.GIT; ln -s nested/.git/hooks hooks; truncate -s 10G sparse
mknod device c 1 5 2>/dev/null && echo device
mknod block b 7 0 2>/dev/null && echo block device
printf x > "$(printf 'title\\033]0;owned\\007')"; printf x > "$(printf 'bytes\\377')"
printf ok > plain
${node} -e "require('net').createServer().listen('socket', () => process.kill(process.pid, 'SIGKILL'))"
exit 0`;

const strangeKinds: Readonly<Record<string, string>> = {
  'result.json': 'link', through: 'link', up: 'link', inside: 'link', fifo: 'fifo', socket: 'socket', sparse: 'too-large', 'nested/.GIT': 'git', hooks: 'git',
  'title\\u{1b}]0;owned\\u{7}': 'bad-name', 'bytes\\xff': 'bad-name',
};

async function strangeFiles(sandbox: Sandbox, directory: string): Promise<readonly CheckResult[]> {
  writeFileSync(join(directory, 'collect-secret'), secret, { mode: 0o666 });
  mkdirSync(join(directory, 'collect-place'));
  writeFileSync(join(directory, 'collect-place/secret'), secret, { mode: 0o666 });
  const workspace = emptyWorkspace(directory, 'strange');
  // So that a file of that size can be begun.
  const limits: SandboxLimits = { ...suiteLimits, fileBytes: 2 ** 34 };
  const inputs = [{ from: process.execPath, to: node }, { from: join(directory, 'collect-secret'), to: '/opt/secret' }];
  const left = await runOrder(sandbox, ['sh', '-c', strange, 'sh', join(directory, 'collect-place')], { workspace, limits, inputs });
  const collected = await collectLeft(sandbox, { workspace, limits });
  return [madeNothing(left), refusedByKind(collected), neutralised(collected), ...readByHost(workspace.layer)];
}

/** Where a box has a kernel of its own they are that kernel's, and end with it. */
const mayBeGone: readonly string[] = ['fifo', 'socket'];

function madeNothing({ outcome, stdout }: Ran): CheckResult {
  const ok = stdout === '' && outcome.kind === 'exit';
  return { id: 'collect.made', says: 'No device and no hard link to a file outside can be left.', ok, detail: ok ? '' : `${JSON.stringify(outcome)} ${stdout.trim()}` };
}

function refusedByKind({ changes, refusals }: Collected): CheckResult {
  const found = Object.fromEntries(refusals.map(({ path, kind }) => [path, kind]));
  const wrong = Object.entries(strangeKinds).filter(([path, kind]) => found[path] !== kind && (path in found || !mayBeGone.includes(path))).map(([path, kind]) => `${path}: ${found[path] ?? 'taken'}, not ${kind}`);
  const more = refusals.filter(({ path }) => !(path in strangeKinds)).map(refusalText);
  const taken = changes.map((change) => `${change.path} ${'content' in change ? Buffer.from(change.content).toString() : ''}`).join();
  const ok = wrong.length === 0 && more.length === 0 && taken === 'plain ok';
  return { id: 'collect.kinds', says: 'Links that lead out, fifos, sockets, names that are none and files that are too large are refused by their kind.', ok, detail: ok ? '' : [...wrong, ...more, taken].join('; ') };
}

function neutralised({ refusals }: Collected): CheckResult {
  const steering = refusals.map(refusalText).filter((text) => /[\p{Cc}\p{Cf}]/u.test(text));
  return { id: 'collect.shown', says: 'What is said of a refusal steers no terminal.', ok: steering.length === 0 && refusals.length > 0, detail: JSON.stringify(steering) };
}

/** One file of a layer, where the host can see that at all: some back-ends keep it in a disk of its own. */
function readByHost(layer: string): readonly CheckResult[] {
  const tree = [layerParts.upper, layerParts.copy].map((part) => join(layer, part)).find((path) => existsSync(path));
  if (tree === undefined) return [];
  const expected = {
    ...Object.fromEntries(Object.entries(strangeKinds).filter(([, kind]) => kind !== 'bad-name' && kind !== 'git')),
    'nested/.GIT/config': 'git', hooks: 'link', 'through/secret': 'link', directory: 'directory', missing: 'missing', plain: 'read ok',
  };
  const wrong = Object.entries(expected).flatMap(([path, kind]) => {
    const left = readLeft(tree, path, 1_000);
    const found = left.kind === 'refused' ? left.refusal.kind : `read ${Buffer.from(left.bytes).toString()}`;
    return found === kind || (found === 'missing' && mayBeGone.includes(path)) ? [] : [`${path}: ${found}, not ${kind}`];
  });
  return [{ id: 'collect.read', says: 'One file that was left is read only if it is one: no link is followed, no fifo waited for.', ok: wrong.length === 0, detail: wrong.join('; ') }];
}
