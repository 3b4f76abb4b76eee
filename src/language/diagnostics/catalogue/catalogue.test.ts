import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { kindsIn } from '../../../../test/language/kinds-in.ts';
import { irFaultCodes } from '../../../kernel/check/fault-codes.ts';
import { compileKinds } from '../../compile/finding-kinds.ts';
import { rehearsalKinds } from '../../rehearsal/finding-kinds.ts';
import { syntaxFaults } from '../../syntax/finding-kinds.ts';
import { codeOf, codes } from '../codes.ts';
import type { Base } from './bases.ts';
import { entryOf, filesOf } from './bases.ts';
import { catalogue, explained } from './catalogue.ts';

/** A piece of the text, or of a file that it needs. */
function isThere(base: Base, piece: string): boolean {
  const files = Object.entries(filesOf[base] ?? {}).map(([name, text]) => [`${name.replace('config:/', '')}: `, text] as const);
  const [lead, text] = files.find(([name]) => piece.startsWith(name)) ?? ['', entryOf[base][1]];
  return text.includes(piece.slice(lead.length));
}

for (const { kind, base, example, remedy, also = [], beside } of catalogue()) {
  test(`the example of ${kind} has that fault and no other, and its remedy has none`, () => {
    const [, text] = entryOf[base];
    equal(text.split(remedy).length, 2, `the text ${base} holds the remedy once`);
    for (const piece of also) equal(isThere(base, piece), true, `${piece} is there`);
    deepEqual(kindsIn(base, text, beside), []);
    deepEqual(kindsIn(base, text.replace(remedy, () => example), beside), [kind]);
  });
}

test('every kind has a code of its own and an entry', () => {
  const kinds = new Set([...Object.keys(syntaxFaults), ...compileKinds, ...irFaultCodes, ...rehearsalKinds]);
  deepEqual([...kinds].filter((kind) => codeOf(kind) === 'ESP000'), []);
  deepEqual(Object.keys(codes).filter((kind) => explained(kind) === null), []);
  equal(new Set(Object.values(codes)).size, Object.values(codes).length);
  equal(Object.values(codes).every((code) => /^ESP\d{3}$/.test(code)), true);
});

test('an entry is found by its code in any case, and by its kind', () => {
  equal(explained('esp106')?.kind, 'unknown-agent');
  equal(explained('unknown-agent')?.code, 'ESP106');
  equal(explained('ESP999'), null);
});
