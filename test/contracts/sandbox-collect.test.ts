/**
 * What orders left, collected from real boxes: over a base that is shared (an overlay), one that is not (a copy), and in
 * a room of its own; many files, long and deep names, more than is taken, and what a host could not see from the layer.
 */

import assert from 'node:assert/strict';
import { chmodSync, chownSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { SandboxLimits, Workspace } from '../../src/ports/sandbox.ts';
import { Bubblewrap } from '../../src/sandbox/bubblewrap/bubblewrap.ts';
import type { Change, Collected } from '../../src/sandbox/collect/changes.ts';
import { collectLeft } from '../../src/sandbox/collect/collect-left.ts';
import { refusalText } from '../../src/sandbox/collect/refusal.ts';
import { boxedOrder, smallLimits, whyNoBubblewrap } from './boxed-order.ts';
import { TemporaryDirectory } from './temporary-directory.ts';

const why = await whyNoBubblewrap();
const skip = why === null ? {} : { skip: why };
const directory = new TemporaryDirectory();
chmodSync(directory.path, 0o755);
after(() => directory.remove());
const box = new Bubblewrap({ state: join(directory.path, 'state'), path: process.env['PATH'] ?? '' });
const node = '/opt/espalier/node';
const limits: SandboxLimits = { ...smallLimits, scratchBytes: 1 << 30, cpuMs: 300_000, wallMs: 300_000 };

let made = 0;

/** `isShared`: it belongs to the user whose overlays may lie over it. */
function workspaceOf(files: Readonly<Record<string, string>>, isShared = true): Workspace {
  made += 1;
  const [base, layer] = [join(directory.path, `base${made}`), join(directory.path, `layer${made}`)];
  mkdirSync(base);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(base, path, '..'), { recursive: true });
    writeFileSync(join(base, path), text);
  }
  symlinkSync('kept', join(base, 'link'));
  const uid = box.baseUid;
  if (isShared && uid !== null) for (const path of ['', ...readdirSync(base, { recursive: true, encoding: 'utf8' }).filter((name) => name !== 'link')]) chownSync(join(base, path), uid, uid);
  return { base, layer };
}

interface Leaving {
  readonly workspace: Workspace;
  readonly limits?: SandboxLimits;
}

async function leave(command: readonly string[], { workspace, limits: own = limits }: Leaving): Promise<Collected> {
  made += 1;
  const inputs = [{ from: process.execPath, to: node }];
  let said = '';
  const outcome = await box.run(boxedOrder(`leave${made}`, command, { workspace, limits: own, inputs }), { onOutput: (_, bytes) => { said += String(bytes); } });
  assert.deepEqual(outcome, { kind: 'exit', code: 0 }, said);
  return collectLeft(box, { workspace, limits: own });
}

const files = { kept: 'kept', changed: 'old', deleted: 'x', 'dir/a': 'a', 'dir/b': 'b', 'made-again/a': 'a', 'made-again/b': 'b', mode: 'm', moved: 'moved' };
const text = `echo -n new > changed; rm deleted; rm -r made-again; mkdir made-again; echo -n other > made-again/b; chmod +x mode; mv moved dir/moved
  rm -r dir/a; mkdir empty; ln -s dir/b there; echo -n kept > kept; touch -d @0 dir/b`;
const words = (change: Change): string => `${change.kind} ${change.path}${'content' in change ? ` ${Buffer.from(change.content).toString()}` : ''}`;
const expected = [
  'added dir/moved moved', 'added there dir/b', 'changed changed new', 'changed made-again/b other', 'deleted deleted', 'deleted dir/a', 'deleted made-again/a', 'deleted moved', 'mode mode',
];

for (const isShared of [true, false]) {
  test(`what differs is collected, over a base that is ${isShared ? '' : 'not '}shared`, skip, async () => {
    const { changes, refusals } = await leave(['sh', '-c', text], { workspace: workspaceOf(files, isShared) });
    assert.deepEqual(refusals, []);
    assert.deepEqual(changes.map(words).sort(), expected);
  });
}

test('and in a room of its own, that the host cannot see into', skip, async (context) => {
  const { disk } = (await box.probe()).holds;
  if (!disk.held) return context.skip(disk.how);
  const workspace = workspaceOf(files);
  const { changes, refusals } = await leave(['sh', '-c', text], { workspace, limits: { ...limits, diskBytes: 64 << 20 } });
  assert.deepEqual(readdirSync(workspace.layer ?? ''), ['room.img']);
  assert.deepEqual([refusals, changes.map(words).sort()], [[], expected]);
});

test('what an order cannot read itself, and what looks like a deletion, hides nothing', skip, async () => {
  // A device of 0:0 is how an overlay keeps a deletion; anybody may make one where there is no filter.
  const hiding = 'echo x > secret; chmod 0 secret; mkdir closed; echo x > closed/x; chmod 0 closed; mknod white c 0 0 2>/dev/null; rm kept; mknod kept c 0 0 2>/dev/null; exit 0';
  const { changes, refusals } = await leave(['sh', '-c', hiding], { workspace: workspaceOf({ kept: 'k' }) });
  assert.deepEqual(changes.map(words), ['deleted kept']);
  assert.deepEqual(refusals.map(({ kind, path }) => `${kind} ${path}`).filter((one) => one !== 'device white'), ['unreadable closed', 'unreadable secret']);
});

test('20,000 changed files', skip, async () => {
  const write = "for (let i = 0; i < 200; i++) { fs.mkdirSync('d' + i); for (let j = 0; j < 100; j++) fs.writeFileSync('d' + i + '/f' + j, String(i * j)); }";
  const { changes, refusals } = await leave([node, '-e', write], { workspace: workspaceOf({}) });
  assert.deepEqual([changes.length, refusals], [20_000, []]);
  assert.equal(changes.every((change) => change.kind === 'added' && change.mode === '100644'), true);
});

test('a name of 255 bytes is taken, 200 directories deep nothing is', skip, async () => {
  const deep = "fs.writeFileSync('n'.repeat(255), 'long'); for (let i = 0; i < 200; i++) { fs.mkdirSync('d'); process.chdir('d'); } fs.writeFileSync('f', 'deep');";
  const { changes, refusals } = await leave([node, '-e', deep], { workspace: workspaceOf({}) });
  assert.deepEqual(changes.map(({ path }) => path.length), [255]);
  assert.match(refusals.map(refusalText).join('\n'), /^(d\/){64}d: has more than 64 segments$/);
});

test('of 50,001 empty files none is taken, and that is said once', skip, async () => {
  const write = "for (let i = 0; i < 50001; i++) fs.closeSync(fs.openSync('f' + i, 'w'));";
  const collected = await leave([node, '-e', write], { workspace: workspaceOf({}) });
  assert.deepEqual(collected, { changes: [], refusals: [{ kind: 'too-many', path: '', why: 'more than 50000 entries have changed: no more are taken at once' }] });
});

test('what is larger than is taken is not, and a base that the order cannot read is said', skip, async () => {
  const big = await leave(['sh', '-c', 'truncate -s 200M a; truncate -s 60M b; echo c > c'], { workspace: workspaceOf({}), limits: { ...limits, fileBytes: 1 << 30 } });
  assert.deepEqual([big.changes.map(({ path }) => path), big.refusals.map(({ kind, path }) => `${kind} ${path}`)], [['b', 'c'], ['too-large a']]);
  const all = await leave(['sh', '-c', 'for i in 1 2 3 4 5; do truncate -s 60M f$i; done'], { workspace: workspaceOf({}), limits: { ...limits, fileBytes: 1 << 30 } });
  assert.deepEqual(all.refusals.map(({ kind }) => kind), ['too-much']);
  const closed = workspaceOf({ 'dir/a': 'a' }, false);
  chmodSync(join(closed.base, 'dir'), 0o700);
  if (process.getuid?.() === 0) assert.match((await leave(['true'], { workspace: closed })).refusals.map(refusalText).join(), /^what is left could not be compared: the base .* cannot be read by the order's user$/);
});

test('a command that ends before a large copy was counted has ended', skip, async () => {
  const many = Object.fromEntries(Array.from({ length: 3_000 }, (_, at) => [`d${at % 50}/f${at}`, 'x']));
  const { changes, refusals } = await leave(['true'], { workspace: workspaceOf(many, false) });
  assert.deepEqual([changes, refusals], [[], []]);
});
