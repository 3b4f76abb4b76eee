/**
 * Files that nobody means well with, through the real program: each is answered with a code and a
 * place, exit status 2, and never a stack trace.
 */

import { deepEqual, doesNotMatch, equal, match } from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { espalier } from '../cli/program.ts';
import { TemporaryDirectory } from '../contracts/temporary-directory.ts';

const directory = new TemporaryDirectory();
after(() => directory.remove());
const at = (name: string): string => join(directory.path, name);

const step = (text: string): string => `espalier 1\nworkflow fix {\n  step look {\n    ${text}\n  }\n}\n`;
const laughs = `a: &a [x, x]\n${[...'bcdefghij'].map((one, index) => `${one}: &${one} [${`*${'abcdefghi'[index]}, `.repeat(9)}]`).join('\n')}\n`;

/** Name, what is in it, and what is said of it. */
const files: readonly (readonly [name: string, content: string | Uint8Array, says: RegExp])[] = [
  ['large.esp', '# large\n'.repeat(1_250_000), /error ESP503/],
  ['braces.esp', `espalier 1\n${'{'.repeat(100_000)}`, /error ESP003/],
  ['brackets.esp', `espalier 1\nlanding ${'['.repeat(100_000)}`, /error ESP0\d\d/],
  ['workflows.esp', `espalier 1\n${'workflow a { step b { '.repeat(40_000)}`, /error ESP0\d\d/],
  ['quotes.esp', `espalier 1\n${'"'.repeat(1_000_000)}`, /error ESP0\d\d/],
  ['errors.esp', `espalier 1\n${'agnet x\n'.repeat(100_000)}`, /\d more/],
  ['wires.esp', step(`wait 1m  ${'ok -> nowhere '.repeat(60_000)}`), /error ESP\d\d\d/],
  ['steps.esp', `espalier 1\nworkflow a {\n${'step b { wait 1m  ok -> c }\n'.repeat(30_000)}}\n`, /error ESP\d\d\d/],
  ['nul.esp', 'espalier 1\n\0', /error ESP504/],
  ['bytes.esp', new Uint8Array([...Buffer.from('espalier 1\n# '), 0xed, 0xa0, 0x80, 0xff]), /error ESP504/],
  ['empty.esp', '', /error ESP0\d\d/],
  ['cycle.esp', 'espalier 1\ninclude "cycle.esp"\n', /error ESP508.*cycle\.esp → .*cycle\.esp/],
  ['proto.esp', 'espalier 1\nworkflow constructor { step constructor { wait 1m  ok -> __proto__ } }\n', /error ESP\d\d\d/],
  ['escape.esp', 'espalier 1\n\u001b]0;owned\u0007\u202e\n', /\\x1b/],
  ['wide.esp', `espalier 1\n${'木'.repeat(300_000)}\n`, /error ESP0\d\d/],
  ['outside.esp', step('agent coder  prompt "../../../../etc/passwd"  ok -> end  fail -> halt'), /error ESP505/],
  ['link.esp', step('agent coder  prompt "passwd.md"  ok -> end  fail -> halt'), /error ESP505/],
  ['device.esp', step('agent coder  prompt "folder"  ok -> end  fail -> halt'), /error ESP502/],
  ['laughs.yaml', laughs, /:1:4: error ESP711/],
  ['merge.yaml', '<<: {a: 1}\n', /error ESP714/],
  ['deep.yaml', '['.repeat(500_000), /error ESP704/],
  ['dashes.yaml', '- '.repeat(500_000), /error ESP704/],
  ['quotes.yaml', '"" '.repeat(300_000), /error ESP70\d/],
  ['documents.yaml', '---\n'.repeat(100_000), /error ESP7\d\d/],
  ['deep.json', '['.repeat(1_000_000), /error ESP704/],
  ['objects.json', '{"a":'.repeat(200_000), /error ESP704/],
  ['values.json', `[${'0,'.repeat(500_000)}0]`, /error ESP705/],
  ['keys.json', `{${'"a":0,'.repeat(140_000)}"b":0}`, /error ESP703/],
  ['proto.json', '{"__proto__": {"espalier": 1}, "constructor": 1}', /no key `__proto__`/],
  ['huge.json', '1e999999', /error ESP708/],
];

test('hostile files', async (t) => {
  mkdirSync(at('folder'));
  symlinkSync('/etc/passwd', at('passwd.md'));
  for (const [name, content] of files) writeFileSync(at(name), content);
  const expectations = [...files, ['missing.esp', '', /error ESP501/], ['folder', '', /error ESP502|no file ends in \.esp/]] as const;
  for (const [name, , says] of expectations) {
    for (const verb of ['check', 'graph', 'compile']) {
      await t.test(`${verb} ${name}`, () => {
        const { stdout, stderr, status } = espalier([verb, at(name)], { state: directory.path });
        match(stdout + stderr, says);
        equal(status, 2);
        doesNotMatch(stdout + stderr, /^\s+at |bug in Espalier/m);
        deepEqual([...'\u001b\u0007\u202e'].filter((mark) => (stdout + stderr).includes(mark)), []);
        equal((stdout + stderr).length < 200_000, true);
      });
    }
  }
  await t.test('fmt leaves them as they are', () => {
    for (const name of ['nul.esp', 'bytes.esp', 'large.esp', 'errors.esp', 'folder', 'missing.esp']) {
      const { stderr, status } = espalier(['fmt', at(name)], { state: directory.path });
      equal(status, 2, name);
      doesNotMatch(stderr, /^\s+at |bug in Espalier/m);
    }
  });
});
