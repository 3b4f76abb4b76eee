import { equal, notEqual, throws } from 'node:assert/strict';
import { test } from 'node:test';
import { bakeKey, type BakeRequest, checkRequest, type KeyParts, withPort } from './bake-request.ts';

const request: BakeRequest = {
  name: 'own', lockfiles: ['lock'], online: ['fetch'], offline: ['build'], keeps: [{ at: '/work/deps', writes: 'discarded' }], allow: ['one.test', 'two.test:8443'],
  env: { A: '1', B: '2' }, gate: { env: {}, bins: [] },
};
const file = (sha256: string) => ({ path: 'lock', bytes: Buffer.alloc(0), sha256 });
const parts: KeyParts = { request, files: [file('aa')], image: null, platform: ['linux', 'x64'], origin: { kind: 'base' } };
const key = bakeKey(parts);

test('a key follows from command, image, platform, allowlist, lockfiles and origin', () => {
  const of = (more: Partial<BakeRequest>): KeyParts => ({ ...parts, request: { ...request, ...more } });
  const others: readonly KeyParts[] = [
    of({ online: ['fetch', '--all'] }), of({ offline: null }), of({ allow: ['one.test'] }), of({ env: { A: '1' } }), of({ keeps: [{ at: '/work/deps', writes: 'refused' }] }),
    of({ gate: { env: { C: '1' }, bins: [] } }), { ...parts, image: 'sha256:0' }, { ...parts, platform: ['linux', 'arm64'] }, { ...parts, files: [file('bb')] },
    { ...parts, origin: { kind: 'candidate', changes: ['t1'] } }, { ...parts, origin: { kind: 'candidate', changes: ['t1', 't2'] } },
  ];
  equal(new Set([key, ...others.map(bakeKey)]).size, others.length + 1);
});

test('the order in which hosts and variables are given changes nothing', () => {
  equal(bakeKey({ ...parts, request: { ...request, allow: ['TWO.test:8443', 'one.test:443'], env: { B: '2', A: '1' } } }), key);
  notEqual(bakeKey({ ...parts, request: { ...request, name: 'own', allow: ['two.test', 'one.test'] } }), key);
});

test('what is no host is not allowed', () => {
  equal(withPort('Registry.npmjs.org'), 'registry.npmjs.org:443');
  for (const host of ['', '127.0.0.1', '*.test', 'a b', 'user@host', 'host:0', '[::1]', 'localhost']) throws(() => withPort(host), /Cannot allow/);
});

test('what cannot be kept is refused', () => {
  checkRequest(request);
  const refused = (more: Partial<BakeRequest>, why: RegExp): void => throws(() => checkRequest({ ...request, ...more }), why);
  const keep = (...places: readonly string[]): Partial<BakeRequest> => ({ keeps: places.map((at) => ({ at, writes: 'refused' })) });
  for (const at of ['/usr/lib', '/work', '/work/../etc', '/work/a/../../etc', '/work/', '/home/agent', 'deps']) refused(keep(at), /cannot be kept/);
  refused(keep('/work/.git/hooks'), /git's/);
  refused(keep('/work/a', '/work/a/b'), /lies in another/);
  refused(keep('/work/a', '/work/a'), /twice/);
  refused({ keeps: [] }, /nothing is kept/);
  refused({ lockfiles: [] }, /name a lockfile/);
});
