/** A workspace of a fixed size, where a back-end says that it holds one. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Sandbox } from '../../ports/sandbox.ts';
import { type CheckResult, runOrder, suiteLimits } from './run-order.ts';

const shell = (text: string): readonly string[] => ['sh', '-c', text];
const room = 8 << 20;
const limits = { ...suiteLimits, fileBytes: 1 << 30, diskBytes: room };

export async function diskChecks(sandbox: Sandbox, directory: string): Promise<readonly CheckResult[]> {
  const { holds } = await sandbox.probe();
  // Where it is not held that is said, and no workflow may ask for it.
  if (!holds.disk.held) return [];
  const [base, layer] = [join(directory, 'disk-base'), join(directory, 'disk-layer')];
  mkdirSync(base);
  writeFileSync(join(base, 'file'), 'base');
  const workspace = { base, layer };
  const run = async (text: string): Promise<string> => {
    const { outcome, stdout } = await runOrder(sandbox, shell(text), { workspace, limits });
    return `${stdout}${JSON.stringify(outcome)}`;
  };
  const ended = (code: number): string => JSON.stringify({ kind: 'exit', code });
  const tried = [
    { id: 'disk.write', says: 'A workspace of a fixed size can be changed.', found: await run('cat file; echo -n changed > file; echo new > new; cat file'), expects: `basechanged${ended(0)}` },
    { id: 'disk.full', says: 'It takes no more than it has room for.', found: await run(`head -c ${2 * room} /dev/zero > big 2>/dev/null && exit 0; rm -f big; exit 9`), expects: ended(9) },
    { id: 'disk.open', says: 'Nor in a file that is deleted and still open.', found: await run(`exec 3> big; rm big; head -c ${2 * room} /dev/zero >&3 2>/dev/null && exit 0; exit 9`), expects: ended(9) },
    { id: 'disk.many', says: 'Nor in files without end.', found: await run('i=0; while [ $i -lt 100000 ]; do : > "empty$i" || exit 9; i=$((i+1)); done 2>/dev/null; exit 0'), expects: ended(2) },
    { id: 'disk.layer', says: 'What was changed is there for the next order.', found: await run('cat file new'), expects: `changednew\n${ended(0)}` },
  ];
  return tried.map(({ id, says, found, expects }) => ({ id, says, ok: found === expects, detail: found === expects ? '' : found.slice(0, 200) }));
}
