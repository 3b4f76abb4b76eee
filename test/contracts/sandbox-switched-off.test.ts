/** Where the distribution has switched namespaces of users off: what is said names the settings, and what else there is. */

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { whyNoBubblewrap } from './boxed-order.ts';
import { TemporaryDirectory } from './temporary-directory.ts';

const why = await whyNoBubblewrap();
const skip = why === null ? {} : { skip: why };

/** A namespace in which no further one can be made: a limit that the kernel keeps as it keeps the machine's own. */
const switchedOff = ['unshare', '--user', '--map-user=1000', '--map-group=1000', '--keep-caps', '--', 'sh', '-c', 'echo 0 > /proc/sys/user/max_user_namespaces; exec setpriv --inh-caps=-all --ambient-caps=-all -- "$@"', 'sh'];

test('bubblewrap cannot be used, and says which settings make it so and what else there is', skip, () => {
  const directory = new TemporaryDirectory();
  try {
    const script = `
      const { Bubblewrap } = await import(${JSON.stringify(join(import.meta.dirname, '../../src/sandbox/bubblewrap/bubblewrap.ts'))});
      console.log(JSON.stringify(await new Bubblewrap({ state: process.argv[1], path: process.env.PATH }).probe()));`;
    const [program = '', ...args] = [...switchedOff, process.execPath, '--input-type=module', '-e', script, directory.path];
    const { stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
    assert.notEqual(stdout, '', stderr);
    const { usable, why: told, holds } = Object(JSON.parse(stdout));
    assert.equal(usable, false);
    for (const words of ['max_user_namespaces above 0', 'kernel.unprivileged_userns_clone=1', 'apparmor_restrict_unprivileged_userns=0', '--with oci', 'as root']) assert.ok(told.includes(words), told);
    assert.deepEqual(Object.values(holds).filter((one) => Object(one).held), [], 'and nothing is held');
  } finally {
    directory.remove();
  }
});
