/** Where a symbolic link leads: resolved by us, over what was left and what the base has, never by a file system. */

const mostHops = 40;

/** What a link leads to, by its path; `null`: there is no link. */
export type LinkAt = (path: string) => string | null;

/** Whether the link at `path` leads out of the tree by any of its steps, or in a circle. */
export function leavesTree(path: string, target: string, linkAt: LinkAt): boolean {
  if (target.startsWith('/')) return true;
  const here = path.split('/').slice(0, -1);
  const ahead = target.split('/').toReversed();
  let hops = 0;
  for (let segment = ahead.pop(); segment !== undefined; segment = ahead.pop()) {
    if (segment === '' || segment === '.') continue;
    if (segment === '..') {
      if (here.pop() === undefined) return true;
      continue;
    }
    here.push(segment);
    const next = linkAt(here.join('/'));
    if (next === null) continue;
    hops += 1;
    if (next.startsWith('/') || hops > mostHops) return true;
    here.pop();
    ahead.push(...next.split('/').toReversed());
  }
  return false;
}
