// The program itself, told to stop by a supervisor again and again, as a person does it by Ctrl-C: the run is as it was.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { beginEspalier } from './espalier.ts';
import { makeRepository } from './made-repository.ts';
import { writeScripts } from './write-scripts.ts';

const plan = `espalier 1

agent coder { use scripted  allowance tokens 1000 }

workflow main {
  step write {
    agent coder  prompt "write.md"  writes code ["src/**"]
    ok -> end  fail -> halt  refused -> halt
  }
}
`;

/** More often than an order has retries. */
const signals = ['SIGTERM', 'SIGINT', 'SIGTERM', 'SIGTERM', 'SIGTERM'] as const;

test('SIGTERM stops the hands as Ctrl-C does: what they were at is given back, and is no retry', async () => {
  const repository = makeRepository({ 'README.md': '# Stopped\n' });
  try {
    const file = join(repository.beside, 'main.esp');
    writeFileSync(file, plan);
    writeFileSync(join(repository.beside, 'write.md'), 'Write.\n');
    const scripts = writeScripts(repository, { write: 'sleep 600\n' });
    let run = '';
    for (const signal of signals) {
      const host = beginEspalier(repository, ...(run === '' ? ['run', file, '--scripts', scripts] : ['work', run]));
      const said = await host.until(/leased write\.1/);
      if (run === '') run = /^Run (\S+)/m.exec(said)?.[1] ?? '';
      host.kill(signal);
      const { code, stderr } = await host.ended;
      assert.equal(code, 130, stderr);
      assert.match(stderr, /given-back.*its hand was stopped/s);
    }
    writeScripts(repository, { write: 'mkdir src\necho 1 > src/a.js\n' });
    const last = await beginEspalier(repository, 'work', run).ended;
    assert.equal(last.code, 0, last.stderr);
  } finally {
    repository.remove();
  }
});
