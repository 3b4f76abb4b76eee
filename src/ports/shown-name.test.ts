import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isGitName, nameFault } from './name-fault.ts';
import { shownName } from './shown-name.ts';

const steering = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

test('what steers is shown, and bytes that are no text are numbers', () => {
  assert.equal(shownName('src/naïve ✓.ts'), 'src/naïve ✓.ts');
  assert.equal(shownName('a\u001b]0;owned\u0007\u202egnp.exe\r\n\u009b'), 'a\\u{1b}]0;owned\\u{7}\\u{202e}gnp.exe\\u{d}\\u{a}\\u{9b}');
  assert.equal(shownName(Buffer.from([0x61, 0xff, 0x1b, 0x5c])), 'a\\xff\\u{1b}\\\\');
});

test('whatever a name is, it is short and steers nothing', () => {
  fc.assert(fc.property(fc.oneof(fc.uint8Array({ maxLength: 700 }), fc.array(fc.nat(0x10ffff), { maxLength: 700 }).map((points) => String.fromCodePoint(...points))), (name) => {
    const shown = shownName(name);
    assert.ok(shown.length <= 301);
    assert.doesNotMatch(shown, steering);
  }), { numRuns: 50 });
});

test('names that some file system takes for git\'s own', () => {
  for (const name of ['.git', '.GiT', '.git.', '.git ', '.git . .', '.git::$INDEX_ALLOCATION', 'git~1', 'GIT~2', '.g\u200cit', '\ufeff.git']) assert.equal(isGitName(name), true, name);
  for (const name of ['.gitignore', 'git', '.github', 'git~', 'a.git', '.gi', 'git~1x']) assert.equal(isGitName(name), false, name);
  assert.equal(nameFault('src/a.ts'), null);
  assert.equal(nameFault('a/.git/config')?.kind, 'git');
  assert.equal(nameFault(Array.from({ length: 200 }, () => 'd').join('/'))?.why, 'has more than 64 segments');
});
