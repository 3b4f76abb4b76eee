/** A pull request for a branch that was pushed, by `gh`: a draft, and one for a branch however often this is done. */

import { accessSync, constants } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { z } from 'zod';
import type { Publication, PublishOutcome } from '../../ports/publisher.ts';
import type { PublisherOptions } from './git-publisher.ts';
import { callProgram, type Said } from './persons-git.ts';

export async function pullRequest(options: PublisherOptions, { branch, title, body, remote }: Publication): Promise<PublishOutcome> {
  const gh = findGh(options.path);
  const where = `${branch} of ${remote}`;
  if (gh === null) return { ok: true, where: `${where}; there is no gh here, so a pull request is yours to open: gh pr create --draft --head ${branch}` };
  const call = (args: readonly string[], input?: string): Promise<Said> => callProgram(gh, args, { ...options, more: { GH_PROMPT_DISABLED: '1', NO_COLOR: '1' }, ...(input === undefined ? {} : { input }) });
  const open = await openOne(call, branch);
  if (open !== null) return { ok: true, where: `${where}, ${open}` };
  const made = await call(['pr', 'create', '--draft', '--head', branch, '--title', title, '--body-file', '-'], body);
  if (made.ok) return { ok: true, where: `${where}, ${made.stdout.trim().split('\n').at(-1) ?? ''}` };
  // Somebody was faster, or the answer was lost.
  const since = await openOne(call, branch);
  if (since !== null) return { ok: true, where: `${where}, ${since}` };
  return { ok: false, why: `${where} is pushed, and gh could not open a pull request: ${made.complaint}`, passing: /could not resolve|timeout|connection|HTTP 5\d\d/i.test(made.complaint) };
}

/** As `gh` lists them. A fork may have a branch of the same name, and its pull request is not ours. */
const listed = z.array(z.object({ url: z.string().max(2_000), isCrossRepository: z.boolean() }));
const mostOpen = 30;

/** Where the one that is open for a branch is. */
async function openOne(call: (args: readonly string[]) => Promise<Said>, branch: string): Promise<string | null> {
  const said = await call(['pr', 'list', '--head', branch, '--state', 'open', '--json', 'url,isCrossRepository', '--limit', String(mostOpen)]);
  if (!said.ok) return null;
  const read = listed.safeParse(parsed(said.stdout));
  return read.success ? read.data.find(({ isCrossRepository }) => !isCrossRepository)?.url ?? null : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // no list, so that none is known
  }
}

function findGh(path: string): string | null {
  for (const place of path.split(delimiter).filter(isAbsolute).map((folder) => join(folder, 'gh'))) {
    try {
      accessSync(place, constants.X_OK);
      return place;
    } catch {
      continue; // not there
    }
  }
  return null;
}
