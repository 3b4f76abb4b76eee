/** A workspace of a fixed size over a shared base: what an order deleted and wrote is there for the next; the base is not touched. */

import assert from 'node:assert/strict';
import { chmodSync, chownSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { SandboxError } from '../../src/ports/sandbox.ts';
import { Bubblewrap } from '../../src/sandbox/bubblewrap/bubblewrap.ts';
import { boxedOrder, smallLimits, whyNoBubblewrap } from './boxed-order.ts';
import { TemporaryDirectory } from './temporary-directory.ts';

const why = await whyNoBubblewrap();

test('a layer with room of its own', why === null ? {} : { skip: why }, async (context) => {
  const directory = new TemporaryDirectory();
  try {
    chmodSync(directory.path, 0o755);
    const box = new Bubblewrap({ state: join(directory.path, 'state'), path: process.env['PATH'] ?? '' });
    const { disk } = (await box.probe()).holds;
    if (!disk.held) return context.skip(disk.how);
    const [base, layer] = [join(directory.path, 'base'), join(directory.path, 'layer')];
    mkdirSync(base);
    for (const name of ['kept', 'deleted', 'changed']) writeFileSync(join(base, name), 'base');
    const uid = box.baseUid ?? 0;
    for (const path of [base, ...readdirSync(base).map((name) => join(base, name))]) chownSync(path, uid, uid);
    const workspace = { base, layer };
    const limits = { ...smallLimits, diskBytes: 8 << 20 };
    const run = async (id: string, text: string, more = {}): Promise<string> => {
      let said = '';
      const order = boxedOrder(id, ['sh', '-c', text], { workspace, limits, ...more });
      const outcome = await box.run(order, { onOutput: (_, bytes) => { said += String(bytes); } });
      return `${said}${outcome.kind === 'exit' ? outcome.code : outcome.kind}`;
    };
    assert.equal(await run('first', 'rm deleted; echo -n new > changed; mkdir sub; echo -n made > sub/file'), '0');
    assert.deepEqual(readdirSync(layer), ['room.img']);
    assert.equal(await run('second', 'ls; cat changed kept sub/file'), 'changed\nkept\nsub\nnewbasemade0');
    assert.equal(await run('third', 'head -c 20000000 /dev/zero > big 2>/dev/null && exit 1; cat changed'), 'new0');
    assert.deepEqual(readdirSync(base).map((name) => readFileSync(join(base, name), 'utf8')), ['base', 'base', 'base']);
    const mounted = readdirSync('/sys/block').filter((name) => backing(name).startsWith(directory.path));
    assert.deepEqual(mounted, [], 'no device is left');
    const begun = { base, layer: join(directory.path, 'begun') };
    assert.equal(await run('begun', 'echo x > x', { workspace: begun, limits: smallLimits }), '0');
    await assert.rejects(run('late', 'true', { workspace: begun }), new SandboxError(`Cannot hold a limit of disk: the layer ${begun.layer} was begun without one`));
    await assert.rejects(run('free', 'true', { limits: smallLimits }), new SandboxError(`Cannot run the order: the layer ${layer} was begun with a limit of disk, and is seen by orders that have one`));
    await assert.rejects(run('less', 'true', { limits: { ...limits, diskBytes: 4 << 20 } }), new SandboxError(`Cannot hold a limit of disk: the layer ${layer} was begun with more room, ${8 << 20} bytes`));
    await assert.rejects(run('least', 'true', { workspace: { base, layer: join(directory.path, 'least') }, limits: { ...limits, diskBytes: 4096 } }), /4096 bytes are less than the smallest file system/);
    // The copy of a base that is nobody's in a box, by two orders with users of their own.
    const foreign = join(directory.path, 'foreign');
    mkdirSync(foreign);
    writeFileSync(join(foreign, 'file'), 'base');
    const copied = { workspace: { base: foreign, layer: join(directory.path, 'copied') } };
    assert.equal(await run('copied', 'echo -n one > file', copied), '0');
    const holds = run('holds', 'sleep 60', { workspace: null, limits: { ...smallLimits, wallMs: 2_000 } });
    assert.equal(await run('again', 'cat file; echo -n two > file; cat file', copied), 'onetwo0');
    await holds;
  } finally {
    directory.remove();
  }
});

function backing(device: string): string {
  try {
    return readFileSync(`/sys/block/${device}/loop/backing_file`, 'utf8');
  } catch {
    return ''; // no such device, or nothing in it
  }
}
