import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Judgement, judgeRequest, type WayOutRules } from './judge-request.ts';

const npm = { host: 'registry.npmjs.org', port: 443 };
const plain = { host: 'plain.test', port: 80 };
const odd = { host: 'plain.test', port: 8_080 };
const rules: WayOutRules = { allow: [npm, plain, odd], base: null };

const judge = (method: string, target: string, ...hosts: readonly string[]): Judgement => judgeRequest({ method, target, hosts }, rules);
const why = (judgement: Judgement): string => (judgement.kind === 'refused' ? judgement.why : `allowed: ${judgement.kind}`);

test('a tunnel to what is allowed', () => {
  for (const hosts of [[], ['registry.npmjs.org:443'], ['registry.npmjs.org']]) {
    assert.deepEqual(judge('CONNECT', 'registry.npmjs.org:443', ...hosts), { kind: 'tunnel', to: npm });
  }
});

test('a tunnel whose Host leaves out the port', () => {
  assert.deepEqual(judge('CONNECT', 'plain.test:80', 'plain.test'), { kind: 'tunnel', to: plain });
  assert.equal(judge('CONNECT', 'plain.test:80', 'plain.test:443').kind, 'refused');
});

test('a request by its whole address, and by its Host alone', () => {
  for (const [target, host, to, path] of [
    ['http://plain.test/a?b', 'plain.test', plain, '/a?b'], ['http://plain.test:80', 'plain.test', plain, '/'], ['http://plain.test?b', 'plain.test:80', plain, '/?b'],
    ['http://plain.test:8080/', 'plain.test:8080', odd, '/'], ['/a', 'plain.test', plain, '/a'], ['//evil.test/a', 'plain.test:8080', odd, '//evil.test/a'],
  ] as const) assert.deepEqual(judge('GET', target, host), { kind: 'request', to, path }, target);
});

test('the base URL is where the box calls its own loopback', () => {
  for (const host of ['127.0.0.1:3128', 'localhost', 'localhost:3128', '[::1]:3128']) {
    assert.deepEqual(judgeRequest({ method: 'POST', target: '/v1/messages', hosts: [host] }, { allow: [], base: npm }), { kind: 'request', to: npm, path: '/v1/messages' });
    assert.equal(why(judge('POST', '/v1/messages', host)), 'this way out is no base URL');
  }
});

const notAllowed: readonly string[] = [
  // Other ports, other hosts, suffixes and prefixes.
  'registry.npmjs.org:80', 'registry.npmjs.org:8443', 'evil.test:443', 'evil-registry.npmjs.org:443', 'registry.npmjs.org.evil.com:443', 'npmjs.org:443', 'a.registry.npmjs.org:443',
];
const noName: readonly string[] = [
  // Addresses in every notation.
  '127.0.0.1:443', '2130706433:443', '0177.0.0.1:443', '0x7f.0.0.1:443', '0x7f000001:443', '127.1:443', '[::1]:443', '[::ffff:127.0.0.1]:443', '::1:443', '169.254.169.254:443', '[fd00:ec2::254]:443',
  // Users, dots, case, escapes, blanks and what only looks like a dot or a letter.
  'registry.npmjs.org@evil.com:443', 'registry.npmjs.org:443@evil.com:443', 'evil.com@registry.npmjs.org:443', 'registry.npmjs.org.:443', 'registry..npmjs.org:443', '.registry.npmjs.org:443',
  'REGISTRY.npmjs.org:443', 'registry.npmjs.org%2eevil.com:443', 'registry%2enpmjs.org:443', 'registry.npmjs.org%00.evil.com:443', 'registry.npmjs.org%0d%0a:443',
  'registry.npmjs.org\\@evil.com:443', 'registry.npmjs.org/../evil.com:443', 'localhost:443', '*.npmjs.org:443',
  'registry.npmjs.org:', 'registry.npmjs.org:0', 'registry.npmjs.org:0443', 'registry.npmjs.org:+443', 'registry.npmjs.org:443:443', 'registry.npmjs.org:65979', 'registry.npmjs.org:1bb', ':443', '',
];
const unreadable: readonly string[] = [
  'registry.npmjs.org :443', 'registry.npmjs.org\t:443', 'registry.npmjs.org\r\nHost: evil.com:443', 'registry.npmjs.org\0:443', 'registry。npmjs.org:443', 'ｒegistry.npmjs.org:443', 'registry.npmjs.org#:443', ' registry.npmjs.org:443',
];

test('nothing else is reached, by any form of request', () => {
  for (const text of [...notAllowed, ...noName, ...unreadable]) {
    for (const judgement of [judge('CONNECT', text), judge('GET', `http://${text}/`), judge('GET', '/', text), judge('GET', `http://${text}`, text)]) {
      assert.equal(judgement.kind, 'refused', JSON.stringify(text));
    }
  }
});

test('why not is said in one line', () => {
  for (const text of notAllowed) assert.equal(why(judge('CONNECT', text)), `${text} is not among the hosts that are allowed here`);
  for (const text of ['127.0.0.1:443', '0x7f000001:443', '[::1]:443']) assert.equal(why(judge('CONNECT', text)), `"${text}" is an address and not a name`);
  for (const text of unreadable) assert.equal(why(judge('CONNECT', text)), 'its target has characters that none may have');
  assert.equal(why(judge('GET', 'https://registry.npmjs.org/')), 'https goes by CONNECT');
  assert.equal(why(judge('CONNECT', 'registry.npmjs.org')), '"registry.npmjs.org" has no port');
  assert.ok(why(judge('CONNECT', `${'a'.repeat(10_000)}:443`)).length < 300);
});

test('a Host header that is not the target, or one too many, or none', () => {
  for (const [method, target] of [['CONNECT', 'registry.npmjs.org:443'], ['GET', 'http://plain.test/']] as const) {
    for (const host of ['evil.test', 'registry.npmjs.org:80', 'plain.test:443', 'plain.test:8080', '', '127.0.0.1:3128', 'registry.npmjs.org, evil.test']) {
      assert.match(why(judge(method, target, host)), /^its Host header, /, `${target} ${host}`);
    }
    assert.equal(why(judge(method, target, 'plain.test', 'plain.test')), 'it has more than one Host header');
  }
  assert.equal(why(judge('GET', '/')), 'it has no Host header');
});

test('what is no target at all', () => {
  for (const target of ['*', '', 'plain.test', 'ftp://plain.test/', 'HTTP://plain.test/', 'http:/plain.test/', 'http:plain.test', 'file:///etc/passwd', 'http://', 'http:///', 'http://?']) {
    assert.equal(judge('GET', target, 'plain.test').kind, 'refused', target);
  }
});

test('a suffix stands for every name below it, at its port, and for nothing else', () => {
  const suffix: WayOutRules = { allow: [{ host: '*.npmjs.org', port: 443 }], base: null };
  const by = (target: string): Judgement => judgeRequest({ method: 'CONNECT', target, hosts: [] }, suffix);
  for (const host of ['registry.npmjs.org', 'a.b.npmjs.org']) assert.deepEqual(by(`${host}:443`), { kind: 'tunnel', to: { host, port: 443 } });
  for (const target of ['npmjs.org:443', 'evilnpmjs.org:443', 'registry.npmjs.org:80', 'registry.npmjs.org.evil.com:443', '*.npmjs.org:443', '.npmjs.org:443', 'a..npmjs.org:443']) {
    assert.equal(by(target).kind, 'refused', target);
  }
});

test('who listens itself hears the path of what the box calls its own loopback', () => {
  assert.deepEqual(judgeRequest({ method: 'POST', target: '/v1/messages', hosts: ['127.0.0.1:3128'] }, { allow: [], base: 'here' }), { kind: 'here', path: '/v1/messages' });
  assert.equal(judgeRequest({ method: 'POST', target: 'http://127.0.0.1:3128/v1/messages', hosts: ['127.0.0.1:3128'] }, { allow: [], base: 'here' }).kind, 'refused');
});
