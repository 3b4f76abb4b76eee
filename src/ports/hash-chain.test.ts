import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { describe, it } from 'node:test';
import { genesis, nextChain } from './hash-chain.ts';

const bytes = Buffer.from('{"type":"Noted"}');
const link = { position: 1, schema: 1, bytes };

/** The document's own words, written out: what every journal that was ever written rests on. */
function spelled(run: string, before: string, { position, schema, bytes: data }: typeof link): string {
  const number = (value: number, width: number): Buffer => Buffer.from(value.toString(16).padStart(width * 2, '0'), 'hex');
  const name = Buffer.from(run);
  return hash('sha256', Buffer.concat([
    Buffer.from(before, 'hex'), number(name.length, 4), name, number(position, 8), number(schema, 4), number(data.length, 4), data,
  ]), 'hex');
}

describe('hash chain', () => {
  it('is what its comment says, for ever', () => {
    const start = genesis('r');
    assert.equal(start.chain, hash('sha256', Buffer.from('espalier chain 1\0\0\0\u0001r'), 'hex'));
    assert.equal(nextChain('r', start.chain, link), spelled('r', start.chain, link));
    const large = { position: 2 ** 40, schema: 2 ** 31, bytes: Buffer.alloc(70_000, 'x') };
    assert.equal(nextChain('ä\u{1F33F}', start.chain, large), spelled('ä\u{1F33F}', start.chain, large));
  });

  it('depends on every part', () => {
    const { chain } = genesis('r');
    const heads = new Set([
      nextChain('r', chain, link),
      nextChain('s', chain, link),
      nextChain('r', genesis('s').chain, link),
      nextChain('r', chain, { ...link, position: 2 }),
      nextChain('r', chain, { ...link, position: -1 }),
      nextChain('r', chain, { ...link, schema: 2 }),
      nextChain('r', chain, { ...link, bytes: Buffer.from('{"type":"noted"}') }),
      nextChain('r', chain, { ...link, bytes: bytes.subarray(1) }),
    ]);
    assert.equal(heads.size, 8);
  });
});
