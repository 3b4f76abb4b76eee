// Drafts of pull requests, by a program in the place of `gh` that keeps what it was called with.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import type { PublishOutcome } from '../../src/ports/publisher.ts';
import { PublishWorld } from './publish-world.ts';

let world: PublishWorld;
beforeEach(() => { world = new PublishWorld(); });
afterEach(() => world.remove());

const place = (name: string): string => join(world.directory, name);
const calls = (): readonly string[] => (existsSync(place('calls')) ? readFileSync(place('calls'), 'utf8').split('\n').filter((line) => line !== '') : []);

/** What is open it keeps in a file, as the host of the repository would. */
function gh(onCreate = ''): string {
  return world.program('gh', [
    `printf '%s|' "$@" >> '${place('calls')}'; echo >> '${place('calls')}'`,
    `if [ "$2" = list ]; then cat '${place('open')}' 2>/dev/null || echo '[]'; exit 0; fi`,
    `cat > '${place('body')}'`, onCreate,
    `echo '[{"isCrossRepository": false, "url": "https://host.invalid/pull/1"}]' > '${place('open')}'`,
    'echo "Creating a draft"; echo "https://host.invalid/pull/1"',
  ].join('\n'));
}

const publish = (path: string, more = {}): Promise<PublishOutcome> => world.publish({ commit: world.next, title: '--title of it', body: 'Made of\nthe evidence.\n', ...more }, { path, pullRequests: true });

test('what was pushed gets a draft, with its title and body, and one however often', async () => {
  const path = gh();
  for (const _ of [1, 2]) assert.deepEqual(await publish(path), { ok: true, where: 'espalier/run of origin, https://host.invalid/pull/1' });
  assert.deepEqual(calls().filter((call) => call.startsWith('pr|create')), ['pr|create|--draft|--head|espalier/run|--title|--title of it|--body-file|-|']);
  assert.equal(readFileSync(place('body'), 'utf8'), 'Made of\nthe evidence.\n');
  assert.deepEqual(world.remoteRefs(), { 'refs/heads/espalier/run': world.next });
});

test('one of a fork whose branch has the same name is not ours', async () => {
  const path = gh();
  world.note('open', '[{"isCrossRepository": true, "url": "https://host.invalid/pull/9"}]');
  assert.deepEqual(await publish(path), { ok: true, where: 'espalier/run of origin, https://host.invalid/pull/1' });
});

test('where it fails that is told, and whether trying again may help', async () => {
  for (const [complaint, passing] of [['GraphQL: not allowed', false], ['HTTP 502 from the host', true]] as const) {
    assert.deepEqual(await publish(gh(`echo '${complaint}' >&2; exit 1`)), { ok: false, passing, why: `espalier/run of origin is pushed, and gh could not open a pull request: ${complaint}` });
  }
});

test('an answer that was lost is found again', async () => {
  const path = gh(`echo '[{"isCrossRepository": false, "url": "https://host.invalid/pull/2"}]' > '${place('open')}'; exit 1`);
  assert.deepEqual(await publish(path), { ok: true, where: 'espalier/run of origin, https://host.invalid/pull/2' });
});

test('without gh it is pushed, and a person is told the rest; what is not pushed gets none', async () => {
  const only = world.program('git', `exec ${world.realGit} "$@"`).split(':')[0] ?? '';
  const alone = await publish(only);
  assert.ok(alone.ok);
  assert.match(alone.where, /there is no gh here, .*gh pr create --draft --head espalier\/run$/);
  const path = gh();
  assert.equal((await publish(path, { commit: world.aside })).ok, false);
  assert.equal((await publish(path, { remote: 'local', branch: 'espalier/local' })).ok, true);
  assert.deepEqual(calls(), []);
});
