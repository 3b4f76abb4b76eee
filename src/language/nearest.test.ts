import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { nearest } from './nearest.ts';

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
