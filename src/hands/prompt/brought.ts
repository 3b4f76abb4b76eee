/**
 * What an agent brings along by its declaration: instructions, which stand before every prompt of its, and skills, which lie
 * beside the order for when they are needed. Both as the run froze them (E4); nothing of the person's own home comes.
 */

import { basename } from 'node:path/posix';
import type { AgentDecl } from '../../kernel/ir.ts';
import { orderPath } from '../../ports/boxes.ts';

export interface Brought {
  /** Before what is asked; empty: nothing. */
  readonly text: string;
  /** By name in the order's directory. */
  readonly files: ReadonlyMap<string, string>;
}

/** `read`: the text of a file that the run has frozen. */
export async function broughtBy({ instructions = [], skills = [] }: AgentDecl, read: (name: string) => Promise<string>): Promise<Brought> {
  const texts = await Promise.all(instructions.map(read));
  const files = new Map<string, string>();
  const told: string[] = [];
  for (const [at, name] of skills.entries()) {
    const text = await read(name);
    const path = `skills/${at + 1}-${basename(name).replaceAll(/[^A-Za-z0-9._-]/g, '-')}`;
    files.set(path, text);
    told.push(`- \`${orderPath}/${path}\`: ${headlineOf(text)}`);
  }
  const known = told.length === 0 ? [] : [`# Skills\n\nRead one of these when it applies:\n${told.join('\n')}`];
  const parts = [...texts.map((text) => text.trim()), ...known].filter((part) => part !== '');
  return { text: parts.map((part) => `${part}\n\n`).join(''), files };
}

const mostHeadline = 300;

/** What a skill says of itself: its `description`, or else its first line with words. */
function headlineOf(text: string): string {
  const described = /^description:[ \t]*(\S.*)$/m.exec(text)?.[1];
  const first = text.split('\n').map((line) => line.replace(/^#+\s*/, '').trim()).find((line) => line !== '' && line !== '---');
  return (described ?? first ?? 'it says nothing of itself').slice(0, mostHeadline);
}
