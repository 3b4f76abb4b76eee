/** docs/cli.md is made from the program's help, and up to date. */

import { match } from 'node:assert/strict';
import { test } from 'node:test';
import { verbs } from '../../src/cli/verbs.ts';
import { cliReference } from '../../tools/cli-reference.ts';
import { espalier } from './program.ts';
import { matches } from './snapshot.ts';

test('docs/cli.md is what the program says of itself', () => matches('docs/cli.md', cliReference()));

for (const { name } of verbs) {
  test(`${name} --help is answered`, () => {
    const { stdout, status, stderr } = espalier([name, '--help'], { state: '/nowhere' });
    match(`${status} ${stderr}${stdout}`, new RegExp(`^0 Usage: espalier ${name}`));
  });
}
