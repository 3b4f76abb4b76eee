/**
 * The back-end oci by docker, where its daemon answers: podman is taken wherever both are, so it is left out of PATH here.
 *
 * Where no daemon answers that is told; what is then shown of docker is its command line alone (box-arguments.test.ts).
 */

import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { placeOf } from '../../src/sandbox/machine/programs.ts';
import { findEngine, helpers } from '../../src/sandbox/oci/engine.ts';
import { Oci } from '../../src/sandbox/oci/oci.ts';
import { boxedOrder } from '../contracts/boxed-order.ts';
import { TemporaryDirectory } from '../contracts/temporary-directory.ts';

const directory = new TemporaryDirectory();
chmodSync(directory.path, 0o755);
after(() => directory.remove());
const path = join(directory.path, 'programs');
mkdirSync(path);
for (const name of ['docker', ...Object.keys(helpers)]) {
  const place = placeOf(name, process.env['PATH'] ?? '');
  if (place !== null) symlinkSync(place, join(path, name));
}
const box = new Oci({ state: join(directory.path, 'state'), path });
const { usable, why, version } = await box.probe();
const skip = usable ? {} : { skip: (why ?? 'it is not usable here').replace('install podman', 'install docker') };

test('docker is found where there is no podman', () => {
  const found = findEngine(path);
  if (placeOf('docker', path) === null) assert.equal(found, 'there is no podman and no docker: install podman');
  else assert.equal(typeof found === 'string' ? found : found.engine.kind, 'docker');
});

test('docker performs a command with its words, streams and end', skip, async () => {
  assert.match(version ?? '', /^docker /);
  const said = { stdout: '', stderr: '' };
  const order = boxedOrder('one', ['sh', '-c', 'cat; echo "$WORD" >&2; exit 42'], { stdin: 'given', env: { PATH: '/usr/bin:/bin', WORD: 'word' } });
  const outcome = await box.run(order, { onOutput: (stream, bytes) => { said[stream] += String(bytes); } });
  assert.deepEqual({ outcome, ...said }, { outcome: { kind: 'exit', code: 42 }, stdout: 'given', stderr: 'word\n' });
});
