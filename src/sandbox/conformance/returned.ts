/** What an order's files say that are handed back: their bytes, and of everything else that it is none. */

import type { Sandbox } from '../../ports/sandbox.ts';
import { type CheckResult, runOrder, suiteLimits, unlessRefused } from './run-order.ts';

const text = 'cd /tmp; printf kept > kept; : > empty; printf more > more; truncate -s 1G sparse; ln -s /etc/passwd link; mkfifo fifo; mkdir dir; printf shut > shut; chmod 0 shut; printf said; exit 3';
const expected: Readonly<Record<string, string>> = {
  kept: 'kept', empty: '', more: 'too large', sparse: 'too large', link: 'no regular file', fifo: 'no regular file', dir: 'no regular file', shut: 'could not be read', none: 'there is none',
};

export function returnedChecks(sandbox: Pick<Sandbox, 'run'>): Promise<readonly CheckResult[]> {
  return unlessRefused(async () => {
    const returns = Object.entries(expected).map(([name, { length }]) => ({ path: `/tmp/${name}`, mostBytes: name === 'more' ? 3 : Math.max(1, length) }));
    const { outcome, stdout, returned } = await runOrder(sandbox, ['sh', '-c', text], { returns, limits: { ...suiteLimits, fileBytes: 2 ** 31 } });
    const told = JSON.stringify([outcome, stdout, returned]);
    const ok = told === JSON.stringify([{ kind: 'exit', code: 3 }, 'said', Object.entries(expected).map(([name, says]) => [`/tmp/${name}`, says])]);
    return [{ id: 'returned.files', says: 'Files that are wanted back are, as they are; what is none is told, and nothing of it is in the output.', ok, detail: ok ? '' : told }];
  });
}
