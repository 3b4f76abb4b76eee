/**
 * The values of a step that are dear to make, made only where its text asks for them: the patch of its
 * line as text, the exact exported signatures of what its task depends on, and what the repository knows that applies.
 */

import type { NeededTask } from '../kernel/order-context.ts';
import type { FileSignatures, SignatureSource } from '../ports/signatures.ts';
import type { Work } from './hand-parts.ts';
import type { LineTrees } from './line-trees.ts';
import { applyingEntries, knowledgeEntry, knowledgeFolder, knowledgeText } from './prompt/knowledge.ts';
import { variableName } from './values.ts';

const mostPatchBytes = 200_000;
const mostSourceBytes = 1 << 20;
const mostNeedsCharacters = 60_000;

/** `text` is the prompt, or the command, in which values may be named. */
export async function toldValues(work: Work, trees: LineTrees, text: string): Promise<Readonly<Record<string, string>>> {
  const { repo } = work.parts;
  return {
    ...(names(text, 'patch') ? { patch: await repo.diff(trees.base, trees.candidate, mostPatchBytes) } : {}),
    ...(names(text, 'knowledge') ? { knowledge: await knowledgeOf(work, trees.base) } : {}),
    ...(work.sheet.task !== null && names(text, 'needs') ? { needs: await needsText(work) } : {}),
  };
}

function names(text: string, name: string): boolean {
  return new RegExp(`\\{\\{\\s*${name}\\s*\\}\\}`).test(text) || text.includes(variableName(name)) || text.includes(`values/${name}`);
}

/** As they landed: what has been changed since then is another task's, and told where that is needed. */
async function needsText(work: Work): Promise<string> {
  const parts: string[] = [];
  // The tasks of a unit landed as one commit: its paths are told once.
  const told = new Set<string>();
  for (const need of work.sheet.needs) {
    if (need.commit === null || !told.has(need.commit)) parts.push(await needText(work, need));
    if (need.commit !== null) told.add(need.commit);
  }
  const text = parts.join('\n');
  return text.length <= mostNeedsCharacters ? text : `${text.slice(0, mostNeedsCharacters)}\n… and more\n`;
}

async function needText({ parts: { repo, signatures } }: Work, { task, title, contract, commit, paths }: NeededTask): Promise<string> {
  const head = `## ${title} (${task})\n${contract === null ? '' : `${contract}\n`}`;
  if (commit === null) return head;
  const tree = await repo.treeOf(commit);
  const sources: SignatureSource[] = [];
  for (const path of paths) {
    const content = await repo.read(tree, path, mostSourceBytes).catch(() => null);
    if (content !== null) sources.push({ path, content });
  }
  const told = await signatures.of(sources);
  return `${head}${told.flatMap(linesOf).join('\n')}\n`;
}

function linesOf({ path, language, lines, partial, why }: FileSignatures): readonly string[] {
  if (language === null || lines?.length === 0) return [];
  const note = lines === null ? [`(${why ?? 'it could not be read'})`] : partial ? [`(not all: ${why ?? 'the source has faults'})`] : [];
  return [`### ${path}`, ...(lines ?? []), ...note];
}

const mostEntries = 1_000;
const mostEntryBytes = 64 << 10;

/** As it is in the line's base: what a leaf has written into it is not yet known. */
async function knowledgeOf({ parts: { repo }, sheet }: Work, tree: string): Promise<string> {
  const files = (await repo.entries(tree)).filter(({ path, mode }) => path.startsWith(knowledgeFolder) && path.endsWith('.md') && mode.startsWith('100')).slice(0, mostEntries);
  const contents = await repo.contents(files.map(({ object }) => object), mostEntryBytes);
  const entries = files.flatMap(({ path }, at) => {
    const content = contents[at];
    const entry = content === null || content === undefined ? null : knowledgeEntry(path, Buffer.from(content).toString('utf8'));
    return entry === null ? [] : [entry];
  });
  const { task, step, order, writes } = sheet;
  const called = [task?.kind, step?.name, order.agent].filter((name): name is string => typeof name === 'string');
  return knowledgeText(applyingEntries(entries, { writes: writes?.allow ?? [], called }));
}
