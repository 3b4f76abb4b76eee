/** What is read of a person's own configuration when work begins: a real file, a real command. */
import { deepEqual, doesNotMatch, match, throws } from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { ownMachine } from '../../src/compose/own-machine.ts';
import { GatewayError } from '../../src/ports/gateway.ts';

const home = mkdtempSync(join(tmpdir(), 'own-machine-'));
after(() => rmSync(home, { recursive: true, force: true }));
const folder = join(home, '.config', 'espalier');
mkdirSync(folder, { recursive: true });
const env = { PATH: '/usr/bin:/bin', GEMINI_API_KEY: 'planted-gemini' };
const write = (text: string): void => writeFileSync(join(folder, 'config.esp'), `espalier 1\n${text}\n`);

test('who has no configuration has what is known to all', async () => {
  const { keys, registries, day } = ownMachine({ home: join(home, 'nobody'), env });
  deepEqual((await keys.keyFor('gemini')).header, ['x-goog-api-key', 'planted-gemini']);
  deepEqual([registries, day], [[], { usdMicros: null, tokens: null }]);
});

test('a person\'s own provider is asked, with the key that their command prints', async () => {
  write('provider local { speaks chat  url "http://127.0.0.1:8080/v1"  key command "echo planted-local" }\nbudget { day { tokens 5K } }');
  const { keys, day } = ownMachine({ home, env });
  const { provider, url, header } = await keys.keyFor('chat');
  deepEqual([provider, url.href, header], ['local', 'http://127.0.0.1:8080/v1', ['authorization', 'Bearer planted-local']]);
  deepEqual(keys.secrets(), ['planted-local']);
  deepEqual(day, { usdMicros: null, tokens: 5_000 });
});

test('a configuration that is wrong is not used, nor is what it holds told', () => {
  write('provider local {\n  speaks chat  url "http://127.0.0.1"  key env "sk-planted"\n}');
  const told = (error: unknown): boolean => {
    match(String(error), /Cannot use .*config\.esp, line 3: the key of `local` is in no place that could be/);
    doesNotMatch(String(error), /planted/);
    return error instanceof GatewayError;
  };
  throws(() => ownMachine({ home, env }), told);
});
