import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { hostFault, hostRuleFault } from './host-name.ts';

test('one host by its name, with a port or without', () => {
  for (const name of ['registry.npmjs.org', 'registry.npmjs.org:443', 'gitlab', 'a-b.example', 'xn--bcher-kva.example', '7.example', 'a:65535']) {
    deepEqual([name, hostFault(name)], [name, null]);
  }
});

test('no wildcard, no address, no other shape', () => {
  const wrong = [
    '', ':443', '*.example.org', 'example.*', '*', '127.0.0.1', '10.1', '2130706433', '0x7f000001', '[::1]', '::1', 'fe80::1', 'localhost', 'a.localhost:80',
    'A.example', 'a..b', '.a', 'a.', '-a.b', 'a-.b', 'a_b', 'a b', 'a/b', 'https://a', 'a@b', 'ä.example', 'a:0', 'a:065', 'a:65536', 'a:http', 'a:', `${'a'.repeat(64)}.b`,
    `${'a.'.repeat(127)}bc`, 'a\u0000', '\ud800',
  ];
  for (const name of wrong) deepEqual([name, hostFault(name) === null], [name, false]);
});

test('all below a name that is one owner\'s', () => {
  for (const rule of ['*.npmjs.org', '*.a.npmjs.org:8443', '*.bbc.co.uk', '*.me.github.io', '*.example.de', 'registry.npmjs.org']) deepEqual([rule, hostRuleFault(rule)], [rule, null]);
});

test('no wildcard where anybody can have a name, nor anywhere else in one', () => {
  for (const rule of ['*', '*.', '*.com', '*.uk', '*.co.uk', '*.com.au:443', '*.github.io', '*.amazonaws.com', '*.localhost', '*.0.0.1', '*.*.org', 'a.*.org', '*a.org', 'a*.npmjs.org', '*.npmjs.org:0', '**.npmjs.org', '*.NPMJS.org', '.npmjs.org']) {
    deepEqual([rule, hostRuleFault(rule) === null], [rule, false]);
  }
});
