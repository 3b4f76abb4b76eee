/** PostgreSQL and Redis of Debian beside a command, in its box: all that they need of the machine is /usr. */

import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { after, test } from 'node:test';
import { needing, service, ServicedBox, shell, well } from './serviced.ts';

const box = new ServicedBox();
after(() => box.remove());

const [programs = '/usr/lib/postgresql/15/bin'] = globSync('/usr/lib/postgresql/*/bin').toSorted().toReversed();
const files = `/tmp/${box.mark}`;
const loopbackAlone = "test \"$(tail -n +3 /proc/net/dev | cut -d: -f1 | tr -d ' ')\" = lo || exit 9";

const postgres = service('db', shell(`initdb -D ${files} -U agent -A trust --no-sync && exec postgres -D ${files} -k /tmp -c listen_addresses=127.0.0.1 -c fsync=off`), {
  ready: ['pg_isready', '-h', '127.0.0.1', '-U', 'agent'], port: 5_432,
});
const query = (text: string): readonly string[] => shell(`${loopbackAlone}; psql -h 127.0.0.1 -U agent -d postgres -v ON_ERROR_STOP=1 -Atqc "${text}"`);

test('PostgreSQL is made, ready and asked, and each order has one of its own', needing(`${programs}/postgres`, '/usr/bin/psql'), async () => {
  const more = { services: [postgres], env: { PATH: `${programs}:/usr/bin:/bin` } };
  for (let turn = 0; turn < 2; turn += 1) {
    const { outcome, stdout, stderr } = await box.run(query('create table once (answer int); insert into once values (42); select answer from once'), more);
    assert.deepEqual({ outcome, stdout }, { outcome: well, stdout: '42\n' }, stderr);
  }
});

test('a PostgreSQL that cannot begin is told with its own words', needing(`${programs}/postgres`), async () => {
  const broken = { ...postgres, command: ['postgres', '-D', files] };
  const { outcome, stdout } = await box.run(shell('echo begun'), { services: [broken], env: { PATH: `${programs}:/usr/bin:/bin` } });
  assert.ok(outcome.kind === 'service' && outcome.name === 'db', JSON.stringify(outcome));
  assert.match(outcome.how, /^it ended with exit code \d+: postgres: could not access directory /);
  assert.equal(stdout, '');
});

const redis = (more: string): readonly string[] => ['redis-server', '--bind', '127.0.0.1', '--port', '6379', '--save', '', '--dir', '/tmp', '--pidfile', `${files}.pid`, ...more.split(' ')];

for (const [how, command] of [['in front', redis('--daemonize no')], ['gone to the background', redis('--daemonize yes')]] as const) {
  test(`Redis is ready and asked, ${how}`, needing('/usr/bin/redis-server', '/usr/bin/redis-cli'), async () => {
    for (let turn = 0; turn < 2; turn += 1) {
      const { outcome, stdout, stderr } = await box.run(shell(`${loopbackAlone}; redis-cli incr answer`), { services: [service('cache', command, { port: 6_379 })] });
      assert.deepEqual({ outcome, stdout }, { outcome: well, stdout: '1\n' }, stderr);
    }
  });
}
