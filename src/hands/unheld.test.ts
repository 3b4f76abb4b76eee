import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ReportResult } from '../kernel/facts.ts';
import { JournalError } from '../ports/journal-error.ts';
import { inPlaceOf } from './unheld.ts';

const tooLarge = new JournalError('invalid', 'too large');
const ended: ReportResult = { type: 'ended', word: 'ok', text: 'done', patch: { patch: 'p', candidate: 't', changes: [] } };

test('a patch that no event holds goes back to who wrote it', () => {
  assert.deepEqual(inPlaceOf(ended, tooLarge), { type: 'ended', word: 'ok', untaken: ['what was left cannot be taken: too large'] });
});

test('all else that no event holds is a fault, once', () => {
  const fault: ReportResult = { type: 'fault', text: 'too large' };
  assert.deepEqual(inPlaceOf({ type: 'ended', word: 'ok', text: 'x' }, tooLarge), fault);
  assert.equal(inPlaceOf(fault, tooLarge), null);
});

test('what is wrong with the journal itself is nothing to report to it', () => {
  assert.equal(inPlaceOf(ended, new JournalError('full', 'no room')), null);
  assert.equal(inPlaceOf(ended, new TypeError('a bug')), null);
});
