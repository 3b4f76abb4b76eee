/** The home of a boxed agent: what it begins with, and what is kept of it. */

import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Where the order's directory is, inside. */
export const orderPath = '/order';
export const homeList = '/tmp/espalier-home-list';
export const homeArchive = '/tmp/espalier-home.tar.gz';

/** Begins with what the order brings, ends as the program does; leaves a list of its home and what is kept of it. */
export const aroundAgent: string = `cp -r ${orderPath}/home/. "$HOME/" && { [ ! -e ${orderPath}/kept.tar ] || tar -xzf ${orderPath}/kept.tar -C "$HOME"; } || exit 90
keeps=$1; shift
"$@"; code=$?
cd "$HOME" && find . -type f -printf '%s %P\\n' > ${homeList}
for one in $keeps; do [ -e "$one" ] && echo "$one"; done > /tmp/espalier-keeps
tar -czf ${homeArchive} -T /tmp/espalier-keeps
exit $code`;

/** Into the order's directory, as `aroundAgent` finds it. */
export function giveHome(order: string, home: Readonly<Record<string, string>>, kept: Uint8Array | undefined): void {
  for (const [name, text] of Object.entries(home)) {
    const path = join(order, 'home', name);
    assert.ok(path.startsWith(join(order, 'home')));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  if (kept !== undefined) writeFileSync(join(order, 'kept.tar'), kept);
}
