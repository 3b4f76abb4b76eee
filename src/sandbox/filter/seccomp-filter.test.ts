/** Decodes the filter's bytes and runs them, for every call that is listed and for those that programs need. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codes } from './bpf.ts';
import { allowedFamilies, answers, namespaceFlags, seccompFilter, terminalRequests, x32Bit } from './seccomp-filter.ts';
import { type Architecture, callTables } from './system-calls.ts';

interface SystemCall {
  readonly number: number;
  readonly audit: number;
  readonly arguments?: readonly bigint[];
}

/** What the kernel does with a program: one accumulator, jumps forward, an answer. */
function runFilter(program: Buffer, call: SystemCall): number {
  const data = Buffer.alloc(64);
  data.writeUInt32LE(call.number, 0);
  data.writeUInt32LE(call.audit, 4);
  (call.arguments ?? []).forEach((value, i) => data.writeBigUInt64LE(value, 16 + 8 * i));
  let loaded = 0;
  for (let at = 0; at < program.length / 8; at += 1) {
    const [code, yes, no, value] = [program.readUInt16LE(at * 8), program[at * 8 + 2] ?? 0, program[at * 8 + 3] ?? 0, program.readUInt32LE(at * 8 + 4)];
    if (code === codes.return) return value;
    if (code === codes.load) loaded = data.readUInt32LE(value);
    else at += holds(code, loaded, value) ? yes : no;
  }
  throw new Error('The program ran off its end');
}

function holds(code: number, loaded: number, value: number): boolean {
  switch (code) {
    case codes.equal: return loaded === value;
    case codes['at-least']: return loaded >= value;
    case codes['any-bit']: return (loaded & value) !== 0;
    default: throw new Error(`There is no instruction ${code}`);
  }
}

for (const architecture of ['x64', 'arm64'] satisfies readonly Architecture[]) {
  const program = seccompFilter(architecture);
  const table = callTables[architecture];
  const ask = (number: number, ...args: readonly bigint[]): number => runFilter(program, { number, audit: table.audit, arguments: args });

  test(`${architecture}: every call that is listed is refused, and no number is listed twice`, () => {
    for (const [name, number] of Object.entries(table.refused)) assert.equal(ask(number), answers.refuse, name);
    for (const [name, number] of Object.entries(table.unknown)) assert.equal(ask(number), answers.unknown, name);
    const all = [...Object.values(table.refused), ...Object.values(table.unknown), table.clone, table.socket, table.ioctl];
    assert.equal(new Set(all).size, all.length);
  });

  test(`${architecture}: every other call is allowed`, () => {
    const listed = new Set([...Object.values(table.refused), ...Object.values(table.unknown), table.clone, table.socket, table.ioctl]);
    for (let number = 0; number < 480; number += 1) if (!listed.has(number)) assert.equal(ask(number), answers.allow, String(number));
  });

  test(`${architecture}: processes and threads are made, namespaces are not`, () => {
    assert.equal(ask(table.clone, 0x1200011n), answers.allow);
    assert.equal(ask(table.clone, 0x3d0f00n), answers.allow);
    for (let bit = 0; bit < 32; bit += 1) {
      const expected = (namespaceFlags >>> bit) % 2 === 1 ? answers.refuse : answers.allow;
      assert.equal(ask(table.clone, 1n << BigInt(bit)), expected, `bit ${bit}`);
    }
  });

  test(`${architecture}: families of sockets are allowed by name`, () => {
    for (let family = 0; family < 64; family += 1) {
      const expected = allowedFamilies.includes(family) ? answers.allow : answers.noFamily;
      assert.equal(ask(table.socket, BigInt(family)), expected, `family ${family}`);
      // The kernel takes the lower half; what is above it changes nothing.
      assert.equal(ask(table.socket, BigInt(family) | (1n << 40n)), expected);
    }
  });

  test(`${architecture}: nothing types on a terminal`, () => {
    for (const request of terminalRequests) {
      assert.equal(ask(table.ioctl, 0n, BigInt(request)), answers.refuse);
      assert.equal(ask(table.ioctl, 0n, BigInt(request) | (1n << 40n)), answers.refuse);
    }
    assert.equal(ask(table.ioctl, 0n, 0x5401n), answers.allow);
  });

  test(`${architecture}: calls of another architecture are refused whole`, () => {
    for (const audit of [0x40000003, 0x40000028, table.audit === callTables.x64.audit ? callTables.arm64.audit : callTables.x64.audit]) {
      for (const number of [0, 1, 39, 102]) assert.equal(runFilter(program, { number, audit }), answers.kill);
    }
  });
}

test('x32: refused from its first number to its last', () => {
  const { audit } = callTables.x64;
  for (const number of [0, 1, 41, 511, 0x3fffffff]) {
    assert.equal(runFilter(seccompFilter('x64'), { number: x32Bit + number, audit }), answers.unknown);
  }
});
