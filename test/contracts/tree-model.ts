/** Trees as plain records of paths, and what differs between two: the model that repositories are held against. */

import fc from 'fast-check';
import type { Change } from '../../src/kernel/facts.ts';
import type { Repo } from '../../src/ports/repo.ts';

/** Contents by path, each with its mode. */
export type Model = Readonly<Record<string, { readonly mode: string; readonly content: Uint8Array }>>;

const segment = fc.constantFrom('a', 'b', 'a.b', 'a-b', 'A', 'é', 'e\u0301', 'zz', ' ', 'dir', '日本', 'l'.repeat(255));
const path = fc.array(segment, { minLength: 1, maxLength: 3 }).map((segments) => segments.join('/'));
const content = fc.oneof(fc.constantFrom('', 'same', 'a\r\nb\r\n', 'a\nb\n').map((text) => Buffer.from(text)), fc.uint8Array({ maxLength: 50 }));
const file = fc.record({ mode: fc.constantFrom('100644', '100755', '120000'), content });

/** No path is above another: where two are drawn so, the first stays. */
export const models: fc.Arbitrary<Model> = fc.array(fc.tuple(path, file), { maxLength: 12 }).map((files) => {
  const model = new Map<string, { readonly mode: string; readonly content: Uint8Array }>();
  for (const [at, one] of files) {
    const isFree = [...model.keys()].every((other) => other !== at && !other.startsWith(`${at}/`) && !at.startsWith(`${other}/`));
    if (isFree) model.set(at, one);
  }
  return Object.fromEntries(model);
});

/** As `mode:blob`, once its contents are kept. */
export async function treeOfModel(repo: Repo, model: Model): Promise<Readonly<Record<string, string>>> {
  const files = Object.entries(model);
  const names = await repo.keep(files.map(([, one]) => one.content));
  return Object.fromEntries(files.map(([at, { mode }], index) => [at, `${mode}:${names[index]}`]));
}

export function modelChanges(before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>): readonly Change[] {
  const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return paths.map((at) => ({ path: at, from: before[at] ?? null, to: after[at] ?? null })).filter(({ from, to }) => from !== to);
}
