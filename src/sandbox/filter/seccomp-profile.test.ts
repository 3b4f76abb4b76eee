import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allowedFamilies, namespaceFlags } from './seccomp-filter.ts';
import { type ProfileRule, seccompProfile } from './seccomp-profile.ts';
import { callTables } from './system-calls.ts';

const { syscalls, architectures } = seccompProfile('x64');
const isHit = ({ args: [compare] = [] }: ProfileRule, argument: number): boolean =>
  compare === undefined || (BigInt(argument) & BigInt(compare.value)) === BigInt(compare.valueTwo);
const answer = (name: string, argument = 0): number | null => syscalls.find((rule) => rule.names.includes(name) && isHit(rule, argument))?.errnoRet ?? null;

test('what the filter refuses the profile refuses, with the same errors', () => {
  for (const name of Object.keys(callTables.x64.refused)) assert.equal(answer(name), 1, name);
  for (const name of Object.keys(callTables.x64.unknown)) assert.equal(answer(name), 38, name);
  assert.equal(answer('read'), null);
  assert.deepEqual(architectures, ['SCMP_ARCH_X86_64']);
  assert.deepEqual(seccompProfile('arm64').architectures, ['SCMP_ARCH_AARCH64']);
});

test('families of sockets are allowed by name, whatever their number', () => {
  for (const family of [0, 1, 2, 3, 10, 15, 16, 17, 38, 40, 63, 64, 65, 1_000, 2 ** 31, 2 ** 32 - 1]) {
    assert.equal(answer('socket', family), allowedFamilies.includes(family) ? null : 97, String(family));
  }
});

test('each flag that makes a namespace is refused, and no other', () => {
  for (let bit = 0; bit < 32; bit += 1) assert.equal(answer('clone', 2 ** bit), Math.floor(namespaceFlags / 2 ** bit) % 2 === 1 ? 1 : null, String(bit));
  assert.equal(answer('clone', 0x01200011), null, 'what fork asks for');
});

test('a terminal is not typed on', () => {
  assert.deepEqual([answer('ioctl', 0x5412), answer('ioctl', 0x541c), answer('ioctl', 0x5401)], [1, 1, null]);
});
