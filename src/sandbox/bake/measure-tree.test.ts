import { equal, notEqual, throws } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { measureTree } from './measure-tree.ts';

const top = mkdtempSync(join(tmpdir(), 'espalier-measure-'));
after(() => rmSync(top, { recursive: true, force: true }));
let trees = 0;

function tree(): string {
  trees += 1;
  const place = join(top, String(trees));
  mkdirSync(join(place, 'folder'), { recursive: true });
  writeFileSync(join(place, 'folder', 'file'), 'text', { mode: 0o644 });
  symlinkSync('folder/file', join(place, 'link'));
  return place;
}

test('the same files have the same digest, whatever their times', () => {
  const [one, other] = [tree(), tree()];
  utimesSync(join(other, 'folder', 'file'), 1, 1);
  equal(measureTree(one).digest, measureTree(other).digest);
  equal(`${measureTree(one).files} ${measureTree(one).bytes}`, '1 4');
});

test('a change of a name, a mode, a content or a link is another digest', () => {
  const changes: readonly ((place: string) => void)[] = [
    (place) => renameSync(join(place, 'link'), join(place, 'link2')), (place) => chmodSync(join(place, 'folder', 'file'), 0o755),
    (place) => writeFileSync(join(place, 'folder', 'file'), 'test'), (place) => mkdirSync(join(place, 'empty')),
    (place) => { rmSync(join(place, 'link')); symlinkSync('folder', join(place, 'link')); },
  ];
  for (const change of changes) {
    const place = tree();
    const before = measureTree(place).digest;
    change(place);
    notEqual(measureTree(place).digest, before);
  }
});

test('what is more than files, directories and links is refused', () => {
  const piped = tree();
  spawnSync('mkfifo', [join(piped, 'pipe')]);
  throws(() => measureTree(piped), /Cannot keep pipe of what was baked: it is no file, directory or link/);
  const privileged = tree();
  chmodSync(join(privileged, 'folder', 'file'), 0o4755);
  throws(() => measureTree(privileged), /folder\/file of what was baked: it is a set-uid/);
});

test('a link in its place is not followed', () => {
  const link = join(top, 'link');
  symlinkSync(tree(), link);
  throws(() => measureTree(link), /it is no directory/);
});
