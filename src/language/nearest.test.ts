import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { isMisspelt, nearest } from './nearest.ts';

const verbs = ['list', 'show', 'replay', 'verify', 'rehearse'];

test('a slip of the fingers finds what was meant', () => {
  for (const [word, meant] of [['lsit', 'list'], ['verfy', 'verify'], ['reply', 'replay'], ['rehearsal', 'rehearse'], ['ver', 'verify']] as const) {
    deepEqual(nearest(word, verbs), [meant]);
  }
});

test('what is far from everything means nothing', () => {
  for (const word of ['frobnicate', 'x', '', 'deploy'.repeat(1000)]) deepEqual(nearest(word, verbs), []);
});

test('several, the nearest first', () => {
  deepEqual(nearest('feature-1', ['feature-3k', 'feature-1k', 'other'], 2), ['feature-1k', 'feature-3k']);
});

test('a slip is one letter, in a long word two', () => {
  for (const [word, known] of [['agnt', 'agent'], ['wrkflw', 'workflow'], ['tset', 'test']] as const) deepEqual(isMisspelt(word, known), true);
  for (const [word, known] of [['widget', 'budget'], ['if', 'in'], ['agnet2', 'agent']] as const) deepEqual(isMisspelt(word, known), false);
});
