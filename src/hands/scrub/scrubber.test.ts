import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { environmentKeys } from './environment-keys.ts';
import { scrubber } from './scrubber.ts';

const plain = scrubber(() => []);
const letters = 'aB3dE5fG7hJ9kL2mN4pQ6rS8tU1vW0xYzA3bC5dE7fG9hJ2kL4mN6pQ8';
const key = 'zq-7f&Kd"02\\lm<99>Tt';
const knowing = scrubber(() => ['short', key]);

test('what has the shape of a key is taken out, and said what it was', () => {
  const planted: readonly (readonly [string, string])[] = [
    [`AKIA${'Q2W3E4R5T6Y7U8I9'}`, 'AWS key'], [`ghp_${letters.slice(0, 36)}`, 'GitHub token'], [`github_pat_${letters.slice(0, 30)}_x`, 'GitHub token'],
    [`glpat-${letters.slice(0, 20)}`, 'GitLab token'], [`xoxb-1234567890-${letters.slice(0, 12)}`, 'Slack token'], [`sk-${letters.slice(0, 48)}`, 'OpenAI key'],
    [`sk-proj-${letters.slice(0, 40)}`, 'OpenAI key'], [`sk-ant-api03-${letters.slice(0, 40)}`, 'Anthropic key'], [`AIza${letters.slice(0, 35)}`, 'Google key'],
    [`sk_live_${letters.slice(0, 24)}`, 'Stripe key'], [`npm_${letters.slice(0, 36)}`, 'npm token'], [`pypi-AgEIcHlwaS5vcmc${letters}`, 'PyPI token'],
    [`eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.${letters.slice(0, 43)}`, 'JWT'],
    [`-----BEGIN RSA PRIVATE KEY-----\nMIIE${letters}\n${letters}\n-----END RSA PRIVATE KEY-----`, 'private key'],
    [`-----BEGIN PRIVATE KEY-----\\nMIIE${letters}\\n`, 'private key'],
  ];
  for (const [secret, kind] of planted) assert.equal(plain.scrub(`seen: <${secret}> by`), `seen: <[secret: ${kind}]> by`, kind);
  assert.equal(plain.scrub('git clone https://ada:s3cr3t-of-ada@git.example/x'), 'git clone https://ada:[secret: password]@git.example/x');
});

test('what is assigned to a name that says so is taken out where it looks random', () => {
  const random = 'f81d4fae7dec11d0a765';
  for (const text of [`API_KEY=${random}`, `"apiToken": "${random}"`, `client-secret: ${random}`, `Authorization: Bearer ${random}`, `{\\"auth\\":\\"${random}\\"}`, 'DB_PASSWORD=hunter2horse']) {
    const scrubbed = plain.scrub(text);
    assert.match(scrubbed, /\[secret: assignment\]/, text);
    assert.doesNotMatch(scrubbed, /f81d4fae|hunter2/);
  }
  for (const text of ['key: the one of the door', 'token = undefined', 'author: ada0123456789abcdef', 'password: required', 'token: string;', 'keys=1234567890123456789']) assert.equal(plain.scrub(text), text);
});

test('digests under other names are what they were', () => {
  const hex = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';
  for (const text of [hex, `commit ${hex.slice(0, 40)}`, `patch: ${hex}`, `"integrity": "sha512-${letters}=="`, `base=sha256-${hex}`, `100644:${hex.slice(0, 40)}`, 'https://example.org:443/a@b', 'postgres://postgres:postgres@db/x', 'AKIAIOSFODNN7EXAMPLE', 'task-runner-with-a-long-name-of-its-own', 'src/tokens/find-tokens.ts']) {
    assert.equal(plain.scrub(text), text);
    assert.deepEqual(plain.exact(Buffer.from(text)), []);
  }
});

test('a known key is found in every form, cut at an end, and among bytes that are no text', () => {
  const bytes = Buffer.from(key);
  const forms = [key, JSON.stringify(key), encodeURIComponent(key), bytes.toString('hex'), bytes.toString('base64'), Buffer.from(`a:${key}:b`).toString('base64'), Buffer.from(`ab:${key}`).toString('base64url')];
  for (const form of forms) assert.match(knowing.scrub(`<${form}>`), /^<.{0,5}\[secret: known key\].{0,5}>$/, form);
  assert.equal(knowing.scrub(`${key.slice(5)} … ${key.slice(0, 12)}`), '[secret: known key] … [secret: known key]');
  assert.equal(knowing.scrub('a short story'), 'a short story');
  const around = (middle: Uint8Array): Buffer => Buffer.concat([Buffer.from([0xff, 0xc3, 0x28, 0]), middle, Buffer.from([0x80, 0xfe])]);
  assert.deepEqual(Buffer.from(knowing.scrubBytes(around(bytes))), around(Buffer.from('[secret: known key]')));
});

test('a key that comes to be known later is found from then on', () => {
  const known: string[] = [];
  const learning = scrubber(() => known);
  assert.equal(learning.scrub(key), key);
  known.push(key);
  assert.equal(learning.scrub(key), '[secret: known key]');
});

test('where a secret stands is told by its line', () => {
  const found = plain.exact(Buffer.from(`a\nb ghp_${letters.slice(0, 36)}\n\nnpm_${letters.slice(0, 36)} AKIA${'Q2W3E4R5T6Y7U8I9'}`));
  assert.deepEqual(found.map(({ kind, line }) => [kind, line]), [['GitHub token', 2], ['npm token', 4], ['AWS key', 4]]);
  assert.deepEqual(plain.exact(Buffer.from('API_KEY=f81d4fae7dec11d0a765')), [], 'a guess is none');
});

test('what is scrubbed is left as it is, and bytes without a secret come out as they went in', () => {
  const pieces = ['token=', 'password: "', 'ghp_', letters.slice(0, 36), 'eyJ', 'eyJhbGciOiJIUz', '.', '-----BEGIN PRIVATE KEY-----', '-----END PRIVATE KEY-----', '://a:', '@', key, key.slice(4), '\n', ' ', '"', '\\', 'sk-', 'ä'];
  const texts = fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map((parts) => parts.join(''));
  fc.assert(fc.property(texts, (text) => {
    const once = knowing.scrub(text);
    return !once.includes(key) && knowing.scrub(once) === once;
  }), { seed: 6, numRuns: 3_000 });
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => Buffer.from(plain.scrubBytes(bytes)).equals(bytes)), { seed: 6, numRuns: 2_000 });
});

test('however long a text is that makes a search go back, it is gone through', () => {
  const units = ['eyJ', 'eyJaaaaaaaaaaaa.', 'sk-ant-', '-AIza', '-----BEGIN ', '-----BEGIN PRIVATE KEY-----', '://a:b', 'keykey', 'key=a', 'token: "', 'a'];
  // What took time by the square of it would take hours for these, and days for 16 MB of all.
  for (const unit of units) assert.ok(plain.scrub(unit.repeat((1 << 20) / unit.length)).length > 0);
  const all = Buffer.from(units.map((unit) => unit.repeat((16 << 20) / units.length / unit.length)).join(''));
  assert.ok(plain.exact(all).length > 1_000);
});

test('the environment\'s keys are those that variables are named after', () => {
  assert.deepEqual(environmentKeys({ OPENAI_API_KEY: 'sk-0123-abcd-xyz', GH_TOKEN: 'aaaaaaaaaaaa', SSH_KEY: '/home/a/.ssh/id_1', HOME: 'sk-0123-abcd-xyz', DB_PASSWORD: ' q8w7e6r5t4 ', TOKEN: 'short', KEYBOARD: 'a1b2c3d4e5f6' }), ['sk-0123-abcd-xyz', 'q8w7e6r5t4']);
});
