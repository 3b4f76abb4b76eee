import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { registryEnvironment } from './registry-environment.ts';
import type { Registry } from '../../ports/provider.ts';
import { openRegistries } from './registry-upstreams.ts';
import { registryRoute } from './registry-route.ts';

const routeOf = (target: string, method = 'GET'): string => {
  const judged = registryRoute(method, target);
  if (judged === null) return 'none';
  return judged.ok ? `${judged.route.kind} ${judged.route.part} ${judged.route.path}` : `${judged.status}`;
};

const passed: readonly (readonly [string, string])[] = [
  ['/-/npm/left-pad', 'npm index /left-pad'],
  ['/-/npm/left-pad/1.3.0', 'npm index /left-pad/1.3.0'],
  ['/-/npm/left-pad/-/left-pad-1.3.0.tgz', 'npm index /left-pad/-/left-pad-1.3.0.tgz'],
  ['/-/npm/@types%2fnode', 'npm index /@types%2fnode'],
  ['/-/npm/@types/node/-/node-24.0.0.tgz', 'npm index /@types/node/-/node-24.0.0.tgz'],
  ['/-/pypi/simple/six/', 'pypi index /simple/six/'],
  ['/-/pypi/files/packages/b7/ce/149a00/six-1.17.0-py2.py3-none-any.whl', 'pypi files /packages/b7/ce/149a00/six-1.17.0-py2.py3-none-any.whl'],
  ['/-/pypi/files/packages/b7/ce/149a00/six-1.17.0-py2.py3-none-any.whl.metadata', 'pypi files /packages/b7/ce/149a00/six-1.17.0-py2.py3-none-any.whl.metadata'],
  ['/-/pypi/packages/six-1.17.0.tar.gz', 'pypi index /packages/six-1.17.0.tar.gz'],
  ['/-/crates/config.json', 'crates settings /config.json'],
  ['/-/crates/se/rd/serde', 'crates index /se/rd/serde'],
  ['/-/crates/3/l/log', 'crates index /3/l/log'],
  ['/-/crates/1/a', 'crates index /1/a'],
  ['/-/crates/dl/serde/1.0.0+build/download', 'crates files /serde/1.0.0+build/download'],
  ['/-/go/github.com/%21azure/sdk/@v/list', 'go index /github.com/%21azure/sdk/@v/list'],
  ['/-/go/github.com/!azure/sdk/v2/@v/v2.0.0+incompatible.zip', 'go index /github.com/!azure/sdk/v2/@v/v2.0.0+incompatible.zip'],
  ['/-/go/golang.org/x/text/@latest', 'go index /golang.org/x/text/@latest'],
  ['/-/go/sumdb/sum.golang.org/supported', 'go index /sumdb/sum.golang.org/supported'],
  ['/-/go/sumdb/sum.golang.org/lookup/golang.org/x/text@v0.3.0', 'go index /sumdb/sum.golang.org/lookup/golang.org/x/text@v0.3.0'],
  ['/-/go/sumdb/sum.golang.org/tile/8/data/x001/234.p/17', 'go index /sumdb/sum.golang.org/tile/8/data/x001/234.p/17'],
  ['/-/maven/org/junit/junit/maven-metadata.xml', 'maven index /org/junit/junit/maven-metadata.xml'],
  ['/-/maven/org/junit/junit/4.13/junit-4.13.jar.sha1', 'maven index /org/junit/junit/4.13/junit-4.13.jar.sha1'],
];

for (const [target, route] of passed) test(`${target} is passed on`, () => equal(routeOf(target), route));

const kinds = ['npm', 'pypi', 'crates', 'go', 'maven'] as const;
const tails = ['', '/', '//', '/..', '/../x', '/a/../../b/c', '/./a', '/a?b=c', '/a#b', '/%2e%2e/x', '/a%00', '/a%2f..%2fb', '/-/v1/search', '/a b', '/\\x', '/a/b/%2e%2e/c', '/.npmrc', '/@a', '/@a/..', `/${'a'.repeat(2_000)}`];

for (const kind of kinds) {
  test(`what has no package's shape is refused of ${kind}`, () => {
    for (const tail of tails) equal(routeOf(`/-/${kind}${tail}`), '404', tail);
  });
  test(`${kind} is only read`, () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'get', 'CONNECT']) equal(routeOf(`/-/${kind}/a`, method), '405', method);
    const [sound = ''] = passed.find(([target]) => target.startsWith(`/-/${kind}/`)) ?? [];
    equal(routeOf(sound, 'HEAD'), routeOf(sound));
  });
}

test('what is no registry is told, and what is not theirs is left alone', () => {
  equal(routeOf('/-/gems/rails'), '404');
  equal(routeOf('/-/npmx/a'), '404');
  for (const target of ['/v1/messages', '/', '/npm/a', '-/npm/a', '//-/npm/a']) equal(routeOf(target), 'none', target);
});

test('no path is passed on that another could read as a way up or elsewhere', () => {
  const pieces = ['a', 'A1', '..', '.', '', '@a', '%2f', '%2e', '%21', '!a', '-', '@v', 'list', 'dl', 'files', 'packages', 'simple', 'x.tgz', 'x.whl', 'download', '?', '#', ':', '\\', ';', '@', '~'];
  let seed = 7;
  const next = (below: number): number => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % below;
  };
  let count = 0;
  for (let round = 0; round < 40_000; round += 1) {
    const path = Array.from({ length: 1 + next(6) }, () => `${pieces[next(pieces.length)] ?? ''}${next(5) === 0 ? pieces[next(pieces.length)] ?? '' : ''}`).join('/');
    const judged = registryRoute('GET', `/-/${kinds[next(kinds.length)] ?? 'npm'}/${path}`);
    if (judged?.ok !== true) continue;
    count += 1;
    const url = new URL(`https://registry.example${judged.route.path}`);
    deepEqual([url.host, url.pathname, url.search, url.hash], ['registry.example', judged.route.path, '', ''], judged.route.path);
    equal(decodeURIComponent(judged.route.path).split('/').some((one) => one === '..' || one === '.'), false, judged.route.path);
  }
  equal(count > 500, true, `${count} were passed on`);
});

test('an order is told of those registries whose hosts it may all reach', () => {
  const reaching = (...hosts: readonly string[]) => (host: string, port: number): boolean => port === 443 && hosts.includes(host);
  deepEqual(openRegistries([], reaching('registry.npmjs.org', 'pypi.org', 'static.crates.io')), ['npm']);
  deepEqual(openRegistries([], reaching('pypi.org', 'files.pythonhosted.org')), ['pypi']);
  const own: Registry = { name: 'ours', speaks: ['npm', 'go'], url: new URL('https://packages.example.com/npm'), keys: [] };
  deepEqual(openRegistries([own], reaching('registry.npmjs.org', 'packages.example.com')), ['npm', 'go']);
  deepEqual(openRegistries([own], reaching('registry.npmjs.org')), []);
});

test('programs are told where packages are', () => {
  const { env, files } = registryEnvironment('http://127.0.0.1:3128', kinds);
  deepEqual(env, {
    npm_config_registry: 'http://127.0.0.1:3128/-/npm/', npm_config_audit: 'false', npm_config_fund: 'false', npm_config_update_notifier: 'false',
    PIP_INDEX_URL: 'http://127.0.0.1:3128/-/pypi/simple/', PIP_DISABLE_PIP_VERSION_CHECK: '1', UV_DEFAULT_INDEX: 'http://127.0.0.1:3128/-/pypi/simple/', GOPROXY: 'http://127.0.0.1:3128/-/go',
  });
  deepEqual(files.map(([name]) => name), ['.cargo/config.toml', '.m2/settings.xml']);
  for (const [, content] of files) equal(content.includes('http://127.0.0.1:3128/-/'), true);
  deepEqual(registryEnvironment('http://127.0.0.1:1', []), { env: {}, files: [] });
});
