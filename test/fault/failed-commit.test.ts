/** A COMMIT that the system fails, for real: the writes of a child stop at a limit that its shell set. */

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { openLocal } from '../../src/journal/open-local.ts';
import { verifyRun } from '../../src/host/verify-run.ts';
import type { Version } from '../../src/ports/version.ts';
import { TemporaryDirectory } from '../contracts/temporary-directory.ts';

const child = new URL('limited-child.ts', import.meta.url).pathname;
/** In units of 512 bytes or of 1,024, as the shell has it: room for some events, and not for many. */
const blocks = 400;

interface Told {
  readonly acked: Version;
  readonly head: Version;
  readonly error: string;
  readonly message: string;
  readonly again: string;
}

function tell(file: string): Told {
  const { stdout, stderr } = spawnSync('sh', ['-c', `ulimit -f ${blocks}; exec "$0" "$@"`, process.execPath, child, file], { encoding: 'utf8' });
  assert.notEqual(stdout, '', stderr);
  return JSON.parse(stdout);
}

describe('a commit that the system fails', { skip: process.platform === 'win32' ? 'there is no ulimit' : false }, () => {
  it('has an unknown outcome, and takes nothing back that was acknowledged', async () => {
    const directory = new TemporaryDirectory();
    try {
      const { acked, head, error, message, again } = tell(join(directory.path, 'journal.db'));
      assert.deepEqual([error, again], ['AppendUnknown', 'AppendUnknown']);
      assert.match(message, /journal\.db could not be read or written .*Whether the events were kept is not known\./);
      assert.ok(acked.position > 0);
      assert.deepEqual(head, acked, 'what is not known to be kept is not read either');
      // Without the limit it goes on from wherever it stands.
      const local = openLocal(directory.path);
      const found = await local.journal.head('r');
      assert.ok(found.position === acked.position || found.position === acked.position + 1, `${found.position} after ${acked.position}`);
      assert.notEqual(await local.journal.append('r', found, [{ schema: 1, bytes: Buffer.from('more') }]), null);
      assert.deepEqual(await verifyRun('r', local), []);
      await local.journal.close();
    } finally {
      directory.remove();
    }
  });
});
