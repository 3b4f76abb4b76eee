import { ok } from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { bytesOf } from './layer.ts';

test('what is in a closed directory counts, and names without bytes do', async () => {
  const top = mkdtempSync(join(tmpdir(), 'espalier-layer-'));
  const closed = join(top, 'closed');
  try {
    mkdirSync(closed);
    writeFileSync(join(closed, 'file'), Buffer.alloc(1 << 20, 1));
    ok((await bytesOf(top)) >= 1 << 20);
    // As root every door is open; for others only root of a namespace can look.
    for (const mode of [0o300, 0o400, 0]) {
      chmodSync(closed, mode);
      ok((await bytesOf(top)) >= 1 << 20, mode.toString(8));
    }
    for (let at = 0; at < 100; at += 1) mkdirSync(join(top, `empty${at}`));
    chmodSync(closed, 0o700);
    ok((await bytesOf(top)) >= (1 << 20) + 100 * 512);
  } finally {
    chmodSync(closed, 0o700);
    rmSync(top, { recursive: true });
  }
});
