/** Providers, registries and the day's budget of a person's own configuration: read for the machine, kept out of plans, and no key is shown. */
import { deepEqual, doesNotMatch, equal, notEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { adapters } from '../../src/compose/adapters.ts';
import { type Compiled, compile, type OwnRead, readOwn } from '../../src/language/compile/compile.ts';
import { MemorySourceFiles } from '../../src/language/compile/memory-source-files.ts';
import { renderDiagnostics } from '../../src/language/diagnostics/render.ts';
import { toDiagnostics } from '../../src/language/diagnostics/to-diagnostics.ts';

const person = 'config:/config.esp';
const entry = 'espalier 1\nworkflow fix { step pause { wait 1m  ok -> end } }\n';
const filesWith = (config: string, fix = entry): MemorySourceFiles => new MemorySourceFiles(new Map([['fix.esp', fix], [person, `espalier 1\n${config}\n`]]));
const compiled = (config: string, fix = entry): Compiled => compile({ entry: 'fix.esp', files: filesWith(config, fix), adapters, person });
const read = (config: string): OwnRead => readOwn({ files: filesWith(config), person });
const faults = (config: string): readonly (readonly [string, string])[] => read(config).findings.map(({ kind, message }) => [kind, message]);
const url = 'url "https://models.example.com"';
const key = 'key env "MINE"';

test('what is said of the machine is read', () => {
  const { own, findings } = read(`
    provider ours { speaks [messages, chat]  url "https://models.example.com/v2"  key command "pass show 'models'" }
    provider local { speaks gemini  url "http://127.0.0.1:8080"  key file "~/key" }
    registry npm { speaks npm, pypi  url "https://npm.example.com" }
    budget { usd 1  day { usd 50  tokens 40M } }`);
  deepEqual(findings, []);
  deepEqual(own.providers.map((one) => ({ ...one, url: one.url.href })), [
    { name: 'ours', speaks: ['messages', 'chat'], url: 'https://models.example.com/v2', keys: [{ from: 'command', command: 'pass show \'models\'' }] },
    { name: 'local', speaks: ['gemini'], url: 'http://127.0.0.1:8080/', keys: [{ from: 'file', path: '~/key' }] },
  ]);
  deepEqual(own.registries.map((one) => ({ ...one, url: one.url.href })), [{ name: 'npm', speaks: ['npm', 'pypi'], url: 'https://npm.example.com/', keys: [] }]);
  deepEqual(own.day, { usdMicros: 50_000_000, tokens: 40_000_000 });
  deepEqual(own.budget, { usdMicros: 1_000_000, tokens: null, timeMs: null });
});

test('a plan is the same with them as without', () => {
  const config = `provider ours { speaks chat  ${url}  key command "pass show planted" }\nregistry mine { speaks npm  ${url}  key env "PLANTED" }\nbudget { day { usd 50 } }`;
  const [plain, own] = [compiled(''), compiled(config)];
  deepEqual(own.findings, []);
  notEqual(own.ir, null);
  deepEqual(own.ir, plain.ir);
  deepEqual(own.files, plain.files);
});

test('no file of a repository may say them', () => {
  const { ir, findings } = compiled('', `${entry}provider a { speaks chat  ${url}  ${key} }\nregistry b { speaks npm  ${url} }\nbudget { day { usd 1 } }\nday { usd 1 }\n`);
  equal(ir, null);
  deepEqual(findings.map(({ kind }) => kind), ['persons-setting', 'persons-setting', 'persons-setting', 'persons-setting']);
});

const ours = (said: string): string => `provider ours { speaks chat  ${said} }`;
const wrong: readonly (readonly [string, string, RegExp])[] = [
  [ours(`url "http://models.example.com"  ${key}`), 'bad-url', /everybody on the way/],
  [ours(`url "http://127.0.0.1.example.com"  ${key}`), 'bad-url', /everybody on the way/],
  [ours(`url "http://localhost.example.com"  ${key}`), 'bad-url', /everybody on the way/],
  [ours(`url "http://10.0.0.1"  ${key}`), 'bad-url', /everybody on the way/],
  [ours(`url "ftp://models.example.com"  ${key}`), 'bad-url', /not of `https`/],
  [ours(`url "unix:/run/model"  ${key}`), 'bad-url', /not of `https`/],
  [ours(`url "models.example.com"  ${key}`), 'bad-url', /is no URL/],
  [ours(`url "https://me@models.example.com"  ${key}`), 'bad-url', /a name or a password/],
  [ours(`url "https://models.example.com/?key=1"  ${key}`), 'bad-url', /a `\?` or a `#`/],
  [`registry ours { speaks npm  url "https://localhost:4873" }`, 'bad-url', /which no sandbox reaches/],
  [`registry ours { speaks npm  url "http://10.0.0.1" }`, 'bad-url', /everybody on the way/],
  [ours(`${url}  key env "mine"`), 'bad-key-place', /in no place/],
  [ours(`${url}  key file "keys/mine"`), 'bad-key-place', /in no place/],
  [ours(`${url}  key command " "`), 'bad-key-place', /in no place/],
  [ours(url), 'setting-missing', /has no key/],
  [ours(key), 'setting-missing', /has no address/],
  [`provider ours { ${url}  ${key} }`, 'setting-missing', /does not say what it speaks/],
  [`provider Ours { speaks chat  ${url}  ${key} }`, 'bad-name', /is no name/],
  [`${ours(`${url}  ${key}`)}\nprovider ours { speaks gemini  ${url}  ${key} }`, 'duplicate-name', /more than one provider is named `ours`/],
  [`${ours(`${url}  ${key}`)}\nprovider other { speaks gemini, chat  ${url}  ${key} }`, 'said-twice', /`chat` is what `ours` speaks already/],
  ['budget { day { usd 1 }  day { usd 2 } }', 'said-twice', /`day` is said a second time/],
];

for (const [config, kind, message] of wrong) {
  test(`${kind}: ${config.replaceAll('\n', ' ')}`, () => {
    const [fault, ...more] = faults(config);
    equal(fault?.[0], kind);
    equal(message.test(fault?.[1] ?? ''), true, fault?.[1]);
    deepEqual(more, []);
    equal(compiled(config).ir, null, 'nothing is run by a configuration that is wrong');
  });
}

test('a machine\'s own models may be asked by http', () => {
  for (const host of ['127.0.0.1:8080', '127.8.8.8', 'localhost:1', '[::1]:11434', '2130706433']) deepEqual(faults(ours(`url "http://${host}/v1"  ${key}`)), [], host);
});

/** Where a person may have written the key itself. */
const planted = 'sk-ant-api03-planted';
const slips: readonly string[] = [
  `key ${planted}`, `key "${planted}"`, `key env ${planted}`, `key env "${planted}"`, `key env "${planted}`, `key file "${planted}"`,
  `key = "${planted}"`, `key\n  "${planted}"`, `key env "MINE" "${planted}"`, `keys "${planted}"`, `token "${planted}"`, planted, `key env "MINE"  ${planted} "x"`,
  `key env "}"  key env "${planted}"`,
].map((said) => `provider ours {\n  speaks chat\n  ${url}\n  ${said}\n}`);
const others: readonly string[] = [
  ours(`url "https://me:${planted}@models.example.com"  ${key}`), ours(`url https://me:${planted}@models.example.com  ${key}`), ours(`url "${planted}"  ${key}`),
  `provider ours { speaks ${planted}  ${url}  ${key} }`, `key "${planted}"`, `key ${planted}`, `provider ours "${planted}"`, `registry ours { speaks npm  key ${planted} }`,
  `provider ours { speaks chat  ${url}  key "${planted}"`,
];

for (const config of [...slips, ...others]) {
  test(`who wrote a key where its place belongs is told without it: ${config.replaceAll(/\s+/g, ' ')}`, () => {
    const { findings, texts } = compiled(config);
    notEqual(findings.length, 0);
    const shown = renderDiagnostics(toDiagnostics(findings, texts)).map((line) => line.map((piece) => (typeof piece === 'string' ? piece : piece.text)).join(''));
    doesNotMatch(`${shown.join('\n')} ${JSON.stringify(findings)}`, /planted|api03/);
  });
}
