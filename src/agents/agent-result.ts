/**
 * What an agent says that its work came to, as JSON: parsed here, strictly and with caps, and nowhere else (E7).
 *
 * Its shape alone is judged. Whether the words, tasks and follow-ups mean anything is the brain's to say.
 */

import { z } from 'zod';
import { efforts, taskKinds } from '../kernel/ir.ts';
import type { AgentResult } from '../ports/agent.ts';

export const mostResultBytes: number = 1 << 20;
const mostLevels = 256;

const name = z.string().min(1).max(200);
const words = z.string().max(64_000);
const paths = z.array(z.string().min(1).max(4_096)).max(1_000);

const task = z.strictObject({
  id: name, title: z.string().max(1_000), spec: words, kind: z.enum(taskKinds), unit: name.optional(), effort: z.enum(efforts).optional(),
  writes: paths, needs: z.array(name).max(1_000).default([]), contract: words.optional(), judgedBy: paths.optional(), control: words.optional(), mayBeEmpty: z.boolean().optional(),
});

const result = z.strictObject({
  word: name, text: words.default(''), tasks: z.array(task).max(1_000).optional(), data: z.unknown().optional(),
  followUps: z.array(task).max(1_000).optional(), waits: z.boolean().optional(),
});

export type ReadResult = { readonly ok: true; readonly result: Extract<AgentResult, { readonly kind: 'ended' }> } | { readonly ok: false; readonly why: string };

export function readResult(bytes: Uint8Array): ReadResult {
  const parsed = parseJson(bytes);
  if (typeof parsed === 'string') return { ok: false, why: parsed };
  const read = result.safeParse(parsed.value);
  if (!read.success) return { ok: false, why: read.error.issues.slice(0, 5).map(({ path, message }) => `${path.join('/') || 'the result'}: ${message}`).join('; ') };
  const { data: returned, word, text, tasks, followUps, waits } = read.data;
  const data = returned === undefined ? undefined : isDeeper(returned, mostLevels) ? null : dataText(returned);
  if (data === null) return { ok: false, why: 'data: it is nested too deeply' };
  return {
    ok: true,
    result: {
      kind: 'ended', word, text,
      ...(tasks === undefined ? {} : { tasks: tasks.map(present) }), ...(followUps === undefined ? {} : { followUps: followUps.map(present) }),
      ...(data === undefined ? {} : { data }), ...(waits === undefined ? {} : { waits }),
    },
  };
}

/** Looked at without calls within calls: how deep those go is the runtime's, and not the same in every one. */
function isDeeper(value: unknown, most: number): boolean {
  let level = [value];
  for (let depth = 0; depth < most; depth += 1) {
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []));
    if (level.length === 0) return false;
  }
  return level.some((one) => typeof one === 'object' && one !== null);
}

/** `null`: what can be read to any depth can only be written to some. */
function dataText(data: unknown): string | null {
  if (typeof data === 'string') return data;
  try {
    return JSON.stringify(data);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function parseJson(bytes: Uint8Array): { readonly value: unknown } | string {
  try {
    return { value: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) };
  } catch (error) {
    return `it is no JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
}

type Present<T> = { readonly [Key in keyof T]: Exclude<T[Key], undefined> };

/** What is not said is not there, rather than there and undefined. */
function present<T extends object>(value: T): Present<T> {
  const kept: Partial<Present<T>> = {};
  for (const key in value) if (value[key] !== undefined) Object.assign(kept, { [key]: value[key] });
  return kept as Present<T>;
}
