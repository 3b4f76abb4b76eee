import assert from 'node:assert/strict';
import { lstatSync, mkdirSync, mkdtempSync, readlinkSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { leavesTree } from './link-target.ts';

const leaves = (path: string, target: string, links: Readonly<Record<string, string>> = {}): boolean => leavesTree(path, target, (at) => links[at] ?? null);

test('a link may lead anywhere within', () => {
  for (const target of ['b', './b', '../a', '../sub/./x', 'deep//er/../x', '..', '.', 'not/there']) assert.equal(leaves('sub/link', target), false, target);
});

test('a link may not lead out, by any of its steps', () => {
  for (const target of ['/etc/passwd', '../..', '../../x', 'a/../../../x', '../../tree/x', '/']) assert.equal(leaves('sub/link', target), true, target);
});

test('nor through another link', () => {
  assert.equal(leaves('link', 'out/passwd', { out: '/etc' }), true);
  assert.equal(leaves('deep/x', 'up/../y', { 'deep/up': '..' }), true);
  assert.equal(leaves('deep/x', 'up/y', { 'deep/up': '..' }), false);
  assert.equal(leaves('a', 'b', { a: 'b', b: 'a' }), true);
});

test('it is said of every link as the system has it', { skip: process.platform === 'linux' ? false : 'it needs Linux' }, () => {
  const name = fc.constantFrom('a', 'b', 'c', '..', '.');
  const place = fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.option(fc.constantFrom('a', 'b', 'c'))).map(([first, second]) => (second === null ? first : `${first}/${second}`));
  const linked = fc.array(fc.tuple(place, fc.array(name, { minLength: 1, maxLength: 5 }).map((names) => names.join('/'))), { minLength: 1, maxLength: 4 });
  fc.assert(fc.property(linked, (links) => {
    const directory = mkdtempSync(join(tmpdir(), 'espalier-links-'));
    const tree = join(directory, 'in/side');
    mkdirSync(tree, { recursive: true });
    try {
      const made = links.filter(([path, target]) => tryLink(tree, path, target));
      const linkAt = (path: string): string | null => (lstatSync(join(tree, path), { throwIfNoEntry: false })?.isSymbolicLink() === true ? readlinkSync(join(tree, path)) : null);
      for (const [path, target] of made) {
        const real = resolved(join(tree, path));
        // What the system finds outside, we have to say leaves; a way out and back again leaves as well.
        if (real !== null && real !== tree && !real.startsWith(`${tree}/`)) assert.equal(leavesTree(path, target, linkAt), true, `${path} → ${target}`);
      }
    } finally {
      rmSync(directory, { recursive: true });
    }
  }), { numRuns: 100 });
});

function tryLink(tree: string, path: string, target: string): boolean {
  try {
    mkdirSync(dirname(join(tree, path)), { recursive: true });
    if (!realpathSync(dirname(join(tree, path))).startsWith(tree) || realpathSync(dirname(join(tree, path))) !== dirname(join(tree, path))) return false;
    symlinkSync(target, join(tree, path));
    return true;
  } catch {
    return false; // taken, or below a link: no such tree
  }
}

function resolved(path: string): string | null {
  try {
    return realpathSync(path);
  } catch {
    return null; // dangling, or a circle
  }
}
