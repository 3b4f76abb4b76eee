/**
 * No patch brings a secret (E2): out of a patch none can be scrubbed, so that it is not taken, and its author told where.
 *
 * Known keys and exact shapes alone, and only where the file did not have them before: a guess by entropy would refuse
 * every lockfile, and what a person has put into a repository is the person's.
 */

import type { LeftChange } from '../../ports/collected.ts';
import type { PatchRefusal, PatchTaking } from '../../ports/patch-taking.ts';
import type { Repo } from '../../ports/repo.ts';
import { shownName } from '../../ports/shown-name.ts';
import type { TakePatch } from '../../ports/take-patch.ts';
import type { FoundSecret, Scrubber } from './scrubber.ts';

export interface SecretWatch {
  readonly take: TakePatch;
  readonly repo: Pick<Repo, 'entries' | 'contents'>;
  readonly scrubber: Scrubber;
}

/** Takes patches as `take` does, but none with a secret; of that one nothing is kept. */
export function takingNoSecrets(watch: SecretWatch): TakePatch {
  return async (taking) => {
    const refusals = taking.collected.refusals.length > 0 ? [] : await secretRefusals(watch, taking);
    return refusals.length > 0 ? { ok: false, refusals } : watch.take(taking);
  };
}

type Written = Extract<LeftChange, { readonly content: Uint8Array }>;

/** The contents of one file before are read at most up to this; of a longer one all that is found counts as new. */
const mostBefore = 64 << 20;
const mostOfOneFile = 20;

async function secretRefusals({ repo, scrubber }: SecretWatch, { lineTree, collected }: PatchTaking): Promise<readonly PatchRefusal[]> {
  const named = collected.changes.filter(({ kind }) => kind === 'added').flatMap(({ path }) => nameRefusals(path, scrubber));
  const suspects = collected.changes
    .filter((one): one is Written => 'content' in one)
    .map(({ path, content }) => ({ path, found: scrubber.exact(content) }))
    .filter(({ found }) => found.length > 0);
  if (suspects.length === 0) return named;
  const objects = new Map((await repo.entries(lineTree)).filter(({ mode }) => mode !== '160000').map(({ path, object }) => [path, object]));
  const refusals = [...named];
  for (const { path, found } of suspects) {
    const object = objects.get(path);
    const [before = null] = object === undefined ? [] : await repo.contents([object], mostBefore);
    const had = new Set(before === null ? [] : scrubber.exact(before).map(({ secret }) => secret));
    const news = found.filter(({ secret }) => !had.has(secret)).slice(0, mostOfOneFile);
    refusals.push(...news.map((one) => refusal(shownName(scrubber.scrub(path)), `line ${one.line}`, one)));
  }
  return refusals;
}

function nameRefusals(path: string, scrubber: Scrubber): readonly PatchRefusal[] {
  return scrubber.exact(Buffer.from(path)).map((one) => refusal(shownName(scrubber.scrub(path)), 'its name', one));
}

function refusal(path: string, where: string, { kind }: FoundSecret): PatchRefusal {
  return { kind: 'secret', path, why: `${where} holds a secret (${kind}): take it out, and read it from the environment where it is needed` };
}
