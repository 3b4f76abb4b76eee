/** A run whose agent asks a model: through the gateway, with a key that it never has, and settled by what the replies told. */

import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { whyNoBubblewrap } from '../contracts/boxed-order.ts';
import { type ScriptedModel, startScriptedModel } from '../model/scripted-model.ts';
import { beginEspalier } from './espalier.ts';
import { type MadeRepository, makeRepository } from './made-repository.ts';

const why = await whyNoBubblewrap();
const plan = fileURLToPath(new URL('fixtures/models/main.esp', import.meta.url));
const agent = readFileSync(fileURLToPath(new URL('fixtures/models/ask.mjs', import.meta.url)), 'utf8');
/** As the scripted model counts each of its replies. */
const oneReply = 1_150;
const realKey = 'sk-e2e-5f81d4fae7dec11d0a765zq';

interface World {
  readonly repository: MadeRepository;
  readonly model: ScriptedModel;
}

/** The person's own configuration leads to the scripted model, and says where the key is. */
async function world(script: Parameters<typeof startScriptedModel>[0]['script']): Promise<World> {
  const model = await startScriptedModel({ script });
  const repository = makeRepository({ 'scripts/ask.mjs': agent, 'src/add.js': 'export {};\n', 'package.json': '{ "type": "module" }\n' });
  after(async () => {
    await model.close();
    repository.remove();
  });
  const config = join(repository.beside, 'config', 'espalier');
  mkdirSync(config, { recursive: true });
  writeFileSync(join(repository.beside, 'key'), `${realKey}\n`, { mode: 0o600 });
  writeFileSync(join(config, 'config.esp'), `espalier 1\n\nprovider anthropic { speaks messages  url "${model.url}"  key file "${join(repository.beside, 'key')}" }\n`);
  return { repository, model };
}

interface Seen {
  readonly type: string;
  readonly cost?: { readonly usdMicros: number; readonly tokens: number };
  readonly how?: string;
}

async function played({ repository }: World, requests: number): Promise<{ readonly code: number | null; readonly events: readonly Seen[]; readonly said: string }> {
  const begun = await beginEspalier(repository, 'run', plan, `requests=${requests}`, '--json').ended;
  assert.notEqual(begun.stdout, '', begun.stderr);
  assert.match(begun.stdout, /"run":/, begun.stdout + begun.stderr);
  const { run }: { readonly run: string } = JSON.parse(begun.stdout);
  const watched = await beginEspalier(repository, 'show', run, '--events', '--json').ended;
  const { events }: { readonly events: readonly Seen[] } = JSON.parse(watched.stdout);
  return { code: begun.code, events, said: `${begun.stderr}\n${watched.stdout}` };
}

test('what an agent asked is settled as its provider charged it, and the key is nowhere but with the provider', why === null ? {} : { skip: why }, async () => {
  const own = await world({ turns: [{ text: 'Done.' }], side: 'Go on.' });
  const { code, events, said } = await played(own, 3);
  assert.equal(code, 0, said);
  assert.deepEqual(own.model.requests.map(({ credential }) => credential), Array(3).fill({ header: 'x-api-key', value: realKey }));
  const charged = Object.values(own.model.charged).reduce((sum, one) => sum + one.input + one.output + one.cacheRead + one.cacheWrite, 0);
  const costs = events.flatMap(({ type, cost }) => (type === 'BillSettled' && cost !== undefined ? [cost] : []));
  assert.deepEqual(costs.map(({ tokens }) => tokens), [charged]);
  assert.ok((costs[0]?.usdMicros ?? 0) > 0, 'it has a price');
  const tip = own.repository.git('for-each-ref', '--format=%(objectname)', 'refs/espalier/**/tip');
  assert.match(own.repository.git('show', `${tip}:src/add.js`), /told = \[200,200,200\]; \/\/ espalier-order-/);
  assert.ok(!said.includes(realKey) && !own.repository.git('show', `${tip}:src/add.js`).includes(realKey));
  assert.deepEqual(filesWith(join(own.repository.beside, 'state'), realKey), []);
});

test('the request that would pass the allowance is refused, and the order ends by its budget, settled', why === null ? {} : { skip: why }, async () => {
  const own = await world({ turns: [{ text: 'Done.' }], side: 'Go on.' });
  const { code, events, said } = await played(own, 200);
  assert.equal(code, 0, said);
  assert.ok(events.some(({ type, how }) => type === 'LeaseEnded' && how === 'budget'), said);
  const charged = Object.values(own.model.charged).reduce((sum, one) => sum + one.input + one.output + one.cacheRead + one.cacheWrite, 0);
  assert.deepEqual(events.flatMap(({ type, cost }) => (type === 'BillSettled' ? [cost?.tokens] : [])), [charged]);
  // What is asked last may pass it by its own reply, and nothing may after it.
  assert.ok(charged < 40_000 + oneReply && own.model.requests.length < 200, `${charged} tokens in ${own.model.requests.length} requests`);
});

function filesWith(directory: string, text: string): readonly string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((name) => {
    const file = join(directory, name);
    return statSync(file).isFile() && readFileSync(file).includes(text);
  });
}
