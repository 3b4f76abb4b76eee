// Where a key would be, for a person who asks: nothing is read, and nothing is run.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { keyPlace } from './key-place.ts';

const home = mkdtempSync(join(tmpdir(), 'espalier-key-place-'));
after(() => rmSync(home, { recursive: true }));
const own = (key: Parameters<typeof keyPlace>[1][number]['keys'][number]): Parameters<typeof keyPlace>[1] => [{ name: 'ours', speaks: ['chat'], url: new URL('https://models.example.com'), keys: [key] }];

test('a variable is there when it says something, and the place never holds what it says', () => {
  assert.deepEqual(keyPlace('messages', [], { home, env: { CLAUDE_CODE_OAUTH_TOKEN: 'secret-1', ANTHROPIC_API_KEY: ' ' } }), {
    wire: 'messages', provider: 'anthropic', state: 'there', place: 'the environment variable CLAUDE_CODE_OAUTH_TOKEN',
  });
  assert.deepEqual(keyPlace('responses', [], { home, env: {} }), { wire: 'responses', provider: 'openai', state: 'missing', place: 'the environment variable OPENAI_API_KEY' });
});

test('the person\'s own word goes first: a file of theirs, or a command, which is not run', () => {
  assert.equal(keyPlace('chat', own({ from: 'file', path: '~/key' }), { home, env: { OPENAI_API_KEY: 'x' } }).state, 'missing');
  writeFileSync(join(home, 'key'), 'secret-2');
  assert.deepEqual(keyPlace('chat', own({ from: 'file', path: '~/key' }), { home, env: {} }), { wire: 'chat', provider: 'ours', state: 'there', place: 'the file ~/key' });
  const ran = join(home, 'ran');
  assert.equal(keyPlace('chat', own({ from: 'command', command: `touch ${ran}` }), { home, env: {} }).state, 'by a command');
  assert.ok(!existsSync(ran));
});
