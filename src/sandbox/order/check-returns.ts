/** The files that an order wants back: few, small, named plainly, and none of the box's own; otherwise it is refused. */

import { isAbsolute, normalize } from 'node:path';
import { OrderRefused, type ReturnedFile } from '../../ports/sandbox.ts';

const mostFiles = 16;
const mostBytesInAll = 16 << 20;
const longestPath = 1_024;
/** There files are no one's to leave: what the kernel makes up, and what is ours. */
const notLeft = ['/proc', '/sys', '/run/espalier'];

export function checkReturns(returns: readonly ReturnedFile[]): void {
  must(returns.length <= mostFiles, `it wants ${returns.length} files back, and can have ${mostFiles}`);
  for (const { path, mostBytes } of returns) {
    const isWhole = isAbsolute(path) && normalize(path) === path && !path.endsWith('/') && !path.includes('\0');
    must(isWhole && Buffer.byteLength(path) <= longestPath, `the file ${JSON.stringify(path.slice(0, longestPath))} that it wants back is no whole path of at most ${longestPath} bytes`);
    must(!notLeft.some((place) => path === place || path.startsWith(`${place}/`)), `a file that it wants back cannot be at ${path}: the box has its own`);
    must(Number.isSafeInteger(mostBytes) && mostBytes > 0, `the most bytes of ${path} are no whole number above 0: ${mostBytes}`);
  }
  must(new Set(returns.map(({ path }) => path)).size === returns.length, 'two of the files that it wants back are one');
  const inAll = returns.reduce((sum, { mostBytes }) => sum + mostBytes, 0);
  must(inAll <= mostBytesInAll, `the files that it wants back may hold ${inAll} bytes, and at most ${mostBytesInAll} can be returned`);
}

function must(holds: boolean, what: string): void {
  if (!holds) throw new OrderRefused(`Cannot run the order: ${what}`);
}
