/** An agent that speaks the Agent Client Protocol, in a real box: it asks its model through the gateway, and its session goes with it. */

import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { whyNoBubblewrap } from '../contracts/boxed-order.ts';
import { type ScriptedModel, startScriptedModel } from '../model/scripted-model.ts';
import { beginEspalier } from './espalier.ts';
import { type MadeRepository, makeRepository } from './made-repository.ts';

const why = await whyNoBubblewrap();
const unless = why === null ? {} : { skip: why };
const plan = fileURLToPath(new URL('fixtures/acp/main.esp', import.meta.url));
const agent = readFileSync(fileURLToPath(new URL('fixtures/acp/agent.mjs', import.meta.url)), 'utf8');
const realKey = 'sk-e2e-0c2a9d77ae10f44be1937qx';

interface World {
  readonly repository: MadeRepository;
  readonly model: ScriptedModel;
}

async function world(): Promise<World> {
  const model = await startScriptedModel({ script: { turns: [{ text: 'Go on.' }], side: 'Go on.' } });
  const repository = makeRepository({ 'scripts/agent.mjs': agent, 'src/out.txt': 'none\n' });
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

interface Played {
  readonly code: number | null;
  readonly run: string;
  readonly events: string;
  readonly said: string;
}

async function played({ repository }: World, says: string): Promise<Played> {
  const begun = await beginEspalier(repository, 'run', plan, `says=${says}`, '--json').ended;
  assert.match(begun.stdout, /"run":/, begun.stdout + begun.stderr);
  const { run }: { readonly run: string } = JSON.parse(begun.stdout);
  const { stdout } = await beginEspalier(repository, 'show', run, '--events', '--json').ended;
  return { code: begun.code, run, events: stdout, said: begun.stderr };
}

test('it logs in with the placeholder, is allowed what it asks for, and goes on with its session at its next visit', unless, async () => {
  const own = await world();
  const { code, run, events, said } = await played(own, 'THIS');
  assert.equal(code, 0, said + events);
  const tip = own.repository.git('for-each-ref', '--format=%(objectname)', 'refs/espalier/**/tip');
  assert.equal(own.repository.git('show', `${tip}:src/out.txt`), 'two', 'what it wrote at its second visit it remembered from its first');
  const transcript = (await beginEspalier(own.repository, 'logs', run, 'write').ended).stdout;
  assert.match(transcript, /what was said before: two/);
  assert.match(transcript, /"espalier":"prompt"/);
  assert.equal(own.model.requests.length, 2);
  for (const { credential } of own.model.requests) assert.deepEqual(credential, { header: 'x-api-key', value: realKey });
  assert.ok(![transcript, events, said].join('').includes(realKey));
  assert.match(events, /BillSettled/);
});

test('a program that leaves before its turn has ended has not done its work', unless, async () => {
  const own = await world();
  const { code, events, said } = await played(own, 'LEAVE');
  assert.equal(code, 1, said);
  assert.match(events, /"text": "its program ended by itself: exit code 7"/);
  assert.ok(!events.includes('"Landed"'));
});
