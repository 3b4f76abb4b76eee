/** What every reader of source texts must do, as tests: run on each implementation. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { limits } from '../../src/ports/limits.ts';
import type { NotRead, SourceFiles } from '../../src/ports/source-files.ts';

export interface SourceFilesUnderTest {
  readonly files: SourceFiles;
  readonly dispose: () => void;
}

/** What the implementation is to be opened with. */
export const sourceTexts: ReadonlyMap<string, Uint8Array> = new Map([
  ['fix.esp', Buffer.from('espalier 1\n')],
  ['prompts/write.md', Buffer.from('\uFEFFWrite {{ goal }}, naïvely. 🌱\n')],
  ['recipe:develop/develop.esp', Buffer.from('espalier 1\n# a recipe\n')],
  ['empty.md', Buffer.alloc(0)],
  ['nul.md', Buffer.from('a\0b')],
  ['full.md', Buffer.alloc(limits.sourceBytes, 'x')],
  ['too-large.md', Buffer.alloc(limits.sourceBytes + 1, 'x')],
  ['too-large-in-bytes.md', Buffer.from('ä'.repeat(limits.sourceBytes / 2 + 1))],
]);

const refused: readonly (readonly [string, NotRead])[] = [
  ['gone.md', 'missing'],
  ['prompts/gone.md', 'missing'],
  ['recipe:gone/gone.esp', 'missing'],
  ['__proto__', 'missing'],
  ['prompts', 'directory'],
  ['too-large.md', 'too-large'],
  ['too-large-in-bytes.md', 'too-large'],
  ['../fix.esp', 'outside'],
  ['prompts/../../fix.esp', 'outside'],
  ['/etc/passwd', 'outside'],
  ['recipe:develop/../../x', 'outside'],
  ['a\\b', 'outside'],
  ['a\0b', 'outside'],
  ['', 'outside'],
];

export function sourceFilesContract(name: string, open: () => SourceFilesUnderTest): void {
  const test = (title: string, body: (files: SourceFiles) => void): void => {
    it(title, () => {
      const { files, dispose } = open();
      try {
        body(files);
      } finally {
        dispose();
      }
    });
  };
  describe(`source files contract: ${name}`, () => {
    test('reads a text as it is, byte order mark and all', (files) => {
      for (const text of ['fix.esp', 'prompts/write.md', 'recipe:develop/develop.esp', 'empty.md', 'full.md']) {
        assert.deepEqual(files.read(text), { ok: true, text: Buffer.from(sourceTexts.get(text) ?? '?').toString() }, text);
      }
    });

    test('hands over what holds a NUL, which is no text, so that its place can be told', (files) => {
      assert.deepEqual(files.read('nul.md'), { ok: false, why: 'not-text', text: 'a\0b', badAt: 1 });
    });

    for (const [asked, why] of refused) {
      test(`says of ${JSON.stringify(asked)} that it is ${why}`, (files) => {
        assert.deepEqual(files.read(asked), { ok: false, why });
      });
    }

    test('shows every name as something to look for', (files) => {
      assert.equal(files.shown('prompts/write.md').endsWith('prompts/write.md'), true);
      assert.equal(files.shown('recipe:develop/develop.esp').endsWith('develop/develop.esp'), true);
    });
  });
}
