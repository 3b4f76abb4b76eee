/** Each fault that the scripted model plays, as a client meets it; and what is seen of requests, and charged for them. */

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:http';
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { TemporaryDirectory } from '../contracts/temporary-directory.ts';
import { ask } from './asking.ts';
import type { Fault, Script } from './script.ts';
import { type ScriptedModel, startScriptedModel } from './scripted-model.ts';

const formats = ['messages', 'responses', 'chat', 'gemini'] as const;

async function withModel(script: Script, act: (model: ScriptedModel) => Promise<void>): Promise<void> {
  const model = await startScriptedModel({ script });
  try {
    await act(model);
  } finally {
    await model.close();
  }
}

const failing = (fault: Fault): Script => ({ turns: [{ text: 'well', fault }] });

for (const [status, types] of [
  [429, ['rate_limit_error', 'rate_limit_exceeded', 'rate_limit_exceeded', 'RESOURCE_EXHAUSTED']], [500, ['api_error', 'server_error', 'server_error', 'INTERNAL']],
  [529, ['overloaded_error', 'server_error', 'server_error', 'INTERNAL']], [401, ['authentication_error', 'invalid_request_error', 'invalid_request_error', 'UNAUTHENTICATED']],
] as const) {
  test(`status ${status}, as often as it is said, and then the answer`, () => withModel(failing({ kind: 'status', status, retryAfterS: 7, times: 4 }), async (model) => {
    for (const [at, name] of formats.entries()) {
      const response = await ask(model, name, { streams: true });
      assert.deepEqual([response.status, response.headers.get('retry-after'), response.headers.get('x-scripted-model')], [status, '7', 'no model was asked']);
      assert.match(await response.text(), new RegExp(`"${types[at] ?? ''}"`));
    }
    assert.deepEqual(model.charged, {});
    assert.match(await (await ask(model, 'messages', { streams: false })).text(), /well/);
    assert.deepEqual(Object.keys(model.charged), ['m']);
  }));
}

test('an error with a body of its own', () => withModel(failing({ kind: 'status', status: 400, body: { error: { code: 'budget_reached' } } }), async (model) => {
  assert.deepEqual(await (await ask(model, 'chat', { streams: true })).json(), { error: { code: 'budget_reached' } });
}));

test('a turn that is played once gives way to the next, for who asks with as many results again', () => withModel({ turns: [{ text: 'first', isOnce: true }, { text: 'second' }] }, async (model) => {
  const asked = async (): Promise<string> => (await ask(model, 'chat', { streams: false })).text();
  assert.match(await asked(), /first/);
  assert.match(await asked(), /second/);
  assert.match(await asked(), /second/);
}));

test('hangs: without headers no response begins; with them nothing follows', async () => {
  for (const headers of ['withheld', 'sent'] as const) {
    await withModel(failing({ kind: 'hang', headers }), async (model) => {
      const [begun, ended] = await new Promise<readonly [boolean, string]>((resolve) => {
        const asked = request(`${model.url}/v1/chat/completions`, { method: 'POST' });
        const seen = { begun: false, bytes: 0 };
        asked.on('response', (response) => {
          seen.begun = true;
          response.on('data', () => { seen.bytes += 1; }).on('error', () => undefined).on('close', () => resolve([true, String(seen.bytes)]));
        }).on('error', () => resolve([seen.begun, 'nothing']));
        asked.end(JSON.stringify({ model: 'm', stream: true, tools: [{ function: { name: 'bash' } }] }));
        // It has read the request: whatever it were to say, it would have begun to before it is closed.
        const isPlayed = headers === 'sent' ? once(asked, 'response') : seenBy(model);
        void isPlayed.then(() => model.close());
      });
      assert.deepEqual([begun, ended], headers === 'sent' ? [true, '0'] : [false, 'nothing']);
      assert.deepEqual(model.charged, {});
    });
  }
});

async function seenBy(model: ScriptedModel): Promise<void> {
  // A second request, answered, comes after the first.
  while (model.requests.length === 0) await fetch(`${model.url}/v1/models`);
}

test('a stream that is cut, and a document that is cut', () => withModel(failing({ kind: 'cut' }), async (model) => {
  for (const name of formats) {
    for (const streams of [true, false]) {
      const response = await ask(model, name, { streams });
      assert.equal(response.status, 200);
      await assert.rejects(response.text(), `${name} ${streams}`);
    }
  }
  assert.equal(model.charged['m']?.requests, 8);
}));

test('an event that nobody can read, between others', () => withModel(failing({ kind: 'malformed', after: 1 }), async (model) => {
  const text = await (await ask(model, 'messages', { streams: true })).text();
  const datas = text.split('\n').filter((line) => line.startsWith('data: ')).map((line) => line.slice('data: '.length));
  assert.throws(() => JSON.parse(datas[1] ?? ''), SyntaxError);
  assert.equal(datas.filter((data) => { try { JSON.parse(data); return true; } catch { return false; } }).length, datas.length - 1);
  assert.match(datas.at(-1) ?? '', /message_stop/);
}));

test('drips come whole', () => withModel(failing({ kind: 'drip', waitMs: 1 }), async (model) => {
  assert.match(await (await ask(model, 'chat', { streams: true })).text(), /well[\s\S]*\[DONE\]/);
}));

test('a turn that no offered tool can do is refused, and says so', () => withModel({ turns: [{ tool: { name: 'bash', input: {} } }, { write: { path: 'a', content: "it's" } }] }, async (model) => {
  assert.match(await (await ask(model, 'chat', { streams: false, results: 1 })).text(), /printf %s 'it'\\\\\\\\''s' > 'a'/);
  const bare = await fetch(`${model.url}/v1/messages`, { method: 'POST', body: JSON.stringify({ model: 'm', tools: [{ name: 'look' }], messages: [{ content: [{ type: 'tool_result' }] }] }) });
  assert.equal(bare.status, 400);
  assert.match(await bare.text(), /the script cannot be played: no tool for it is offered: there is look/);
}));

test('what is no request for an answer: counts, models, upgrades, anything else', () => withModel({ turns: [{ text: 'well' }] }, async (model) => {
  const status = async (method: string, path: string): Promise<readonly unknown[]> => {
    const response = await fetch(`${model.url}${path}`, { method });
    return [response.status, response.headers.get('x-scripted-model')];
  };
  const marked = 'no model was asked';
  assert.deepEqual(await status('POST', '/v1/messages/count_tokens'), [200, marked]);
  assert.deepEqual(await status('POST', '/v1beta/models/m:countTokens'), [200, marked]);
  assert.deepEqual(await status('GET', '/v1/models'), [200, marked]);
  assert.deepEqual(await status('GET', '/v1/messages'), [404, marked]);
  const asked = request(`${model.url}/v1/responses`, { headers: { connection: 'Upgrade', upgrade: 'websocket' } }).end();
  const [refused] = await once(asked, 'response');
  assert.deepEqual([refused.statusCode, refused.headers['x-scripted-model']], [426, marked]);
  assert.deepEqual(model.requests.map(({ path, api }) => [path, api]).at(-1), ['/v1/messages', null]);
}));

test('what a client showed and offered is kept', () => withModel({ turns: [{ text: 'a' }, { text: 'b' }] }, async (model) => {
  await (await ask(model, 'gemini', { streams: true, results: 1 })).text();
  const { body, ...seen } = model.requests[0] ?? assert.fail();
  assert.deepEqual(seen, {
    method: 'POST', path: '/v1beta/models/m:streamGenerateContent', api: 'gemini', model: 'm', streams: true, credential: { header: 'x-api-key', value: 'shown' }, tools: ['bash'], results: 1, turn: 1,
  });
  assert.ok(Array.isArray(body['contents']));
  assert.deepEqual(model.charged, { m: { requests: 1, input: 1_000, output: 50, cacheRead: 100, cacheWrite: 0 } });
}));

test('a script that is none is refused, with the place of its fault', async () => {
  const wrong = { turns: [{ text: 'a', fault: { kind: 'status', status: 200 } }] } as const;
  await assert.rejects(startScriptedModel({ script: wrong }), /Cannot play the script: [\s\S]*turns\[0\]\.fault\.status/);
});

test('as a program: it says where it listens, and at its end what it charged', async () => {
  const directory = new TemporaryDirectory();
  const script = join(directory.path, 'script.json');
  writeFileSync(script, JSON.stringify({ turns: [{ text: 'from a file' }] }));
  const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts'), '--script', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines: unknown[] = [];
  const reading = createInterface({ input: child.stdout });
  const closed = once(reading, 'close');
  reading.on('line', (line) => lines.push(JSON.parse(line)));
  const [first] = await once(reading, 'line');
  const response = await fetch(`${JSON.parse(first).url}/v1/messages`, { method: 'POST', body: '{"model":"m","tools":[{"name":"bash"}],"messages":[]}' });
  assert.match(await response.text(), /from a file/);
  child.kill('SIGTERM');
  await closed;
  assert.deepEqual(lines.at(-1), { charged: { m: { requests: 1, input: 1_000, output: 50, cacheRead: 100, cacheWrite: 0 } } });
  directory.remove();
});
