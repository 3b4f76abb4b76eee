import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BoxGateway } from '../ports/boxes.ts';
import { nothingUsed } from './cost-of.ts';
import { asSeen } from './leaf-gateway.ts';

const gateway = ({ isSpent = false, until = null }: { readonly isSpent?: boolean; readonly until?: number | null }): BoxGateway => ({
  access: { url: '', socket: '', key: '' }, socket: '', told: { isSpent: () => isSpent, rateLimitedUntil: () => until }, close: async () => nothingUsed,
});

const stopped = { kind: 'stopped', why: 'crashed', text: 'it broke off' } as const;
const provider = { kind: 'fault', why: 'provider', text: 'overloaded' } as const;
const ended = { kind: 'ended', word: 'ok', text: '' } as const;

test('who was refused its budget ended by it, in whatever words; what was brought to an end stands', () => {
  for (const result of [stopped, provider, { kind: 'timeout' } as const]) assert.equal(asSeen(result, gateway({ isSpent: true }), 0).kind, 'budget');
  assert.equal(asSeen(ended, gateway({ isSpent: true }), 0), ended);
});

test('who was told to wait waits as long as the provider said', () => {
  assert.deepEqual(asSeen(provider, gateway({ until: 90 }), 10), { kind: 'rate-limit', until: 90, text: 'overloaded' });
  for (const result of [{ kind: 'timeout' }, { kind: 'stopped', why: 'early', text: 'it gave up' }] as const) assert.equal(asSeen(result, gateway({ until: 90 }), 10).kind, 'rate-limit');
  assert.deepEqual(asSeen({ kind: 'rate-limit', until: null, text: '' }, gateway({ until: 90 }), 10), { kind: 'rate-limit', until: 90, text: '' });
  assert.equal(asSeen(provider, gateway({ until: 90 }), 90), provider, 'it is over');
  assert.equal(asSeen(stopped, gateway({ until: 90 }), 10), stopped, 'it broke off by itself');
});
