import { deepEqual, doesNotMatch, equal, match, ok } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { GatewayError } from '../../ports/gateway.ts';
import type { KeySource, Provider, WireName } from '../../ports/provider.ts';
import { HostKeys, type HostKeysOptions } from './keys.ts';

const home = mkdtempSync(join(tmpdir(), 'keys-'));
after(() => rmSync(home, { recursive: true, force: true }));
const planted = 'sk-planted-0123456789';

function keysOf(env: Readonly<Record<string, string>>, more: Partial<HostKeysOptions> = {}): HostKeys {
  return new HostKeys({ providers: [], env: { PATH: '/usr/bin:/bin', ...env }, home, now: () => 0, ...more });
}

const own = (key: KeySource, speaks: readonly WireName[] = ['chat']): readonly Provider[] => [{ name: 'mine', speaks, url: new URL('https://models.example'), keys: [key] }];

async function faultOf(keys: HostKeys, wire: WireName = 'chat'): Promise<string> {
  const fault = await keys.keyFor(wire).then(() => null, (error: unknown) => error);
  ok(fault instanceof GatewayError, 'it is told as a fault of the gateway');
  doesNotMatch(`${fault.stack ?? ''} ${JSON.stringify(fault)} ${String(fault.cause)}`, /planted/);
  return fault.message;
}

test('each wire shows its key in its own header, to its own provider', async () => {
  const keys = keysOf({ ANTHROPIC_API_KEY: 'a', OPENAI_API_KEY: ' o\n', GEMINI_API_KEY: 'g', CLAUDE_CODE_OAUTH_TOKEN: 'unused' });
  const shown = async (wire: WireName): Promise<readonly unknown[]> => {
    const { provider, url, header, isSubscription } = await keys.keyFor(wire);
    return [provider, url.origin, ...header, isSubscription];
  };
  deepEqual(await shown('messages'), ['anthropic', 'https://api.anthropic.com', 'x-api-key', 'a', false]);
  deepEqual(await shown('responses'), ['openai', 'https://api.openai.com', 'authorization', 'Bearer o', false]);
  deepEqual(await shown('chat'), await shown('responses'));
  deepEqual(await shown('gemini'), ['gemini', 'https://generativelanguage.googleapis.com', 'x-goog-api-key', 'g', false]);
  deepEqual(keys.secrets(), ['a', 'o', 'g']);
});

test('a subscription\'s token goes as a bearer\'s, by its variable or by its mark', async () => {
  const byVariable = await keysOf({ CLAUDE_CODE_OAUTH_TOKEN: 't', ANTHROPIC_API_KEY: '' }).keyFor('messages');
  deepEqual([byVariable.header, byVariable.isSubscription], [['authorization', 'Bearer t'], true]);
  const byMark = await keysOf({ ANTHROPIC_API_KEY: 'sk-ant-oat01-t' }).keyFor('messages');
  deepEqual([byMark.header, byMark.isSubscription], [['authorization', 'Bearer sk-ant-oat01-t'], true]);
});

test('who has no key is told where one is looked for', async () => {
  match(await faultOf(keysOf({}), 'messages'), /Cannot ask anthropic: the environment variable ANTHROPIC_API_KEY and the environment variable CLAUDE_CODE_OAUTH_TOKEN are not set; set one/);
  match(await faultOf(keysOf({}), 'gemini'), /GEMINI_API_KEY is not set/);
});

test('the person\'s own provider goes before the known one, on its wires alone', async () => {
  const keys = keysOf({ MINE: 'm', OPENAI_API_KEY: 'o' }, { providers: own({ from: 'env', name: 'MINE' }) });
  equal((await keys.keyFor('chat')).provider, 'mine');
  equal((await keys.keyFor('responses')).provider, 'openai');
  match(await faultOf(keysOf({ OPENAI_API_KEY: 'o' }, { providers: own({ from: 'env', name: 'MINE' }) })), /Cannot ask mine: the environment variable MINE is not set/);
});

test('a key that would not be one header is refused, and not shown', async () => {
  for (const bad of [`${planted}\nx-other: 1`, `${planted} more`, `${planted}\u{e9}`, `${planted}\0`, planted.repeat(500)]) {
    match(await faultOf(keysOf({ OPENAI_API_KEY: bad })), /Cannot use the key of the environment variable OPENAI_API_KEY: /);
  }
});

test('a file holds a key and nothing else; what is wrong with it is said without what it holds', async () => {
  const file = (path: string): HostKeys => keysOf({}, { providers: own({ from: 'file', path }) });
  writeFileSync(join(home, 'good'), `${planted}\n`);
  writeFileSync(join(home, 'two'), `${planted}\n${planted}\n`);
  writeFileSync(join(home, 'long'), planted.repeat(1_000));
  writeFileSync(join(home, 'none'), '\n');
  mkdirSync(join(home, 'folder'));
  equal((await file('~/good').keyFor('chat')).header[1], `Bearer ${planted}`);
  equal((await file(join(home, 'good')).keyFor('chat')).header[1], `Bearer ${planted}`);
  match(await faultOf(file('~/two')), /Cannot use the key of the file ~\/two: a key is one word/);
  match(await faultOf(file('~/long')), /longer than 8192 bytes/);
  match(await faultOf(file('~/none')), /it is empty/);
  match(await faultOf(file('~/folder')), /no regular file/);
  match(await faultOf(file('~/missing')), /ENOENT; create it/);
  match(await faultOf(file('good')), /begin with `\/` or `~\/`/);
});

test('a command prints a key; nothing that it writes is shown', async () => {
  const command = (text: string, commandMs = 20_000): HostKeys => keysOf({ SEEN: planted }, { providers: own({ from: 'command', command: text }), commandMs });
  equal((await command('echo "$SEEN"').keyFor('chat')).header[1], `Bearer ${planted}`);
  match(await faultOf(command('echo "$SEEN"; echo "$SEEN" >&2; exit 3')), /ended with status 3; try it in your own shell/);
  match(await faultOf(command('echo "$SEEN"; kill -TERM $$')), /ended with SIGTERM/);
  match(await faultOf(command('echo "$SEEN"; echo "$SEEN"')), /Cannot use the key of its command/);
  match(await faultOf(command('true')), /it is empty/);
  match(await faultOf(command('yes "$SEEN"')), /prints more than 8192 bytes/);
  match(await faultOf(command('echo "$SEEN"; sleep 100 & wait', 200)), /took longer than 200 ms/);
});

test('a command is run where no repository stands in its way', async () => {
  writeFileSync(join(home, 'here'), 'at-home');
  const keys = keysOf({}, { providers: own({ from: 'command', command: 'cat here' }) });
  equal((await keys.keyFor('chat')).header[1], 'Bearer at-home');
});

test('a command that is too slow ends with all that it began', { timeout: 30_000 }, async () => {
  const held = join(home, 'held');
  spawnSync('mkfifo', [held]);
  // Ends as soon as nobody holds the pipe's other end any more.
  const end = readFile(held);
  const keys = keysOf({}, { providers: own({ from: 'command', command: `sleep 100 > ${held} & wait` }), commandMs: 500 });
  match(await faultOf(keys), /took longer/);
  equal((await end).length, 0);
});

test('a key is read once for many, again when it was refused, and not at every refusal', async () => {
  const count = join(home, 'count');
  let now = 0;
  const keys = keysOf({}, { providers: own({ from: 'command', command: `echo x >> ${count}; wc -l < ${count} | tr -d ' '` }), now: () => now });
  const asked = async (): Promise<string | undefined> => (await keys.keyFor('chat')).header[1];
  deepEqual(await Promise.all([asked(), asked(), asked()]), ['Bearer 1', 'Bearer 1', 'Bearer 1']);
  now = 9_999;
  keys.forget('chat');
  equal(await asked(), 'Bearer 1');
  now = 10_000;
  keys.forget('chat');
  equal(await asked(), 'Bearer 2');
  deepEqual(keys.secrets(), ['1', '2'], 'what was refused is a secret all the same');
});

test('what could not be read is tried again', async () => {
  const path = join(home, 'later');
  const keys = keysOf({}, { providers: own({ from: 'file', path }) });
  await faultOf(keys);
  writeFileSync(path, planted);
  equal((await keys.keyFor('chat')).header[1], `Bearer ${planted}`);
});
