/**
 * What a repository knows of itself, as far as it applies to an order: entries below `.espalier/knowledge/`, chosen by their
 * paths and tags alone, so that the same order gets the same entries.
 *
 * An entry begins with lines `paths: src/api/**, src/db.ts` and `tags: code, sql` between two lines `---`; the rest is text. It
 * applies to who may write where its paths are, or to what is called by one of its tags. One without either applies to nothing.
 */

import { byCodeUnits, claimFault, overlaps } from '../../kernel/path.ts';

export const knowledgeFolder = '.espalier/knowledge/';

export interface KnowledgeEntry {
  readonly path: string;
  readonly paths: readonly string[];
  readonly tags: readonly string[];
  readonly text: string;
}

const head = /^---\r?\n([\s\S]*?)\r?\n---\r?\n?/;

/** `null`: it does not say what it applies to. A path that is none of KERNEL's claims, or is all of them, is left out. */
export function knowledgeEntry(path: string, source: string): KnowledgeEntry | null {
  const found = head.exec(source);
  if (found === null) return null;
  const lines = new Map((found[1] ?? '').split(/\r?\n/).map((line) => [line.split(':')[0]?.trim() ?? '', line.slice(line.indexOf(':') + 1)] as const));
  const listed = (name: string): readonly string[] => (lines.get(name) ?? '').split(',').map((item) => item.trim().replaceAll(/^["'[]+|["'\]]+$/g, '')).filter((item) => item !== '');
  const paths = listed('paths').filter((claim) => claim !== '**' && claimFault(claim) === null);
  const tags = listed('tags');
  return paths.length === 0 && tags.length === 0 ? null : { path, paths, tags, text: source.slice(found[0].length).trim() };
}

export interface Applying {
  /** What the order may write. */
  readonly writes: readonly string[];
  /** What it is called by: its task's kind, its step, its agent. */
  readonly called: readonly string[];
}

/** Those that apply, those of its own paths first, by name. */
export function applyingEntries(entries: readonly KnowledgeEntry[], { writes, called }: Applying): readonly KnowledgeEntry[] {
  const rank = ({ paths, tags }: KnowledgeEntry): number => (paths.some((path) => writes.some((own) => overlaps(path, own))) ? 0 : tags.some((tag) => called.includes(tag)) ? 1 : 2);
  return entries.map((entry) => ({ entry, at: rank(entry) })).filter(({ at }) => at < 2)
    .sort((a, b) => a.at - b.at || byCodeUnits(a.entry.path, b.entry.path)).map(({ entry }) => entry);
}

const mostCharacters = 40_000;

export function knowledgeText(entries: readonly KnowledgeEntry[]): string {
  let text = '';
  for (const [at, { path, text: said }] of entries.entries()) {
    const part = `## ${path.slice(knowledgeFolder.length)}\n${said}\n\n`;
    if (text.length + part.length > mostCharacters) return `${text}… and ${entries.length - at} more that apply: ${entries.slice(at).map((one) => one.path).join(', ').slice(0, 2_000)}\n`;
    text += part;
  }
  return text;
}
