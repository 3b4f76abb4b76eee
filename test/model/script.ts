/** What the scripted model does, turn by turn; a turn is one answer to a request that offers tools. */

import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Usage } from './usage.ts';

export interface Script {
  readonly turns: readonly Turn[];
  /** What is said to a request that offers no tool: titles, summaries. */
  readonly side?: string;
}

export interface Turn {
  readonly text?: string;
  readonly thinking?: string;
  /** A shell command, through whichever tool is offered for it. */
  readonly shell?: string;
  readonly write?: { readonly path: string; readonly content: string };
  /** A call word for word. */
  readonly tool?: { readonly name: string; readonly input: Readonly<Record<string, unknown>> };
  /** It stops because it may print no more. */
  readonly isCut?: boolean;
  /** What is said to have been used. */
  readonly usage?: Partial<Usage>;
  readonly fault?: Fault;
  /** Only the first request of this turn gets it: who asks again, with as many results, gets the next. */
  readonly isOnce?: boolean;
}

/** `times`: only the first so many requests of that turn; otherwise all. `after`: so many events. */
export type Fault = { readonly times?: number } & (
  /** An error instead of an answer; `body` replaces the wire's own. */
  | { readonly kind: 'status'; readonly status: number; readonly retryAfterS?: number; readonly message?: string; readonly code?: string; readonly body?: unknown }
  /** Nothing more is sent, and the connection stays open. */
  | { readonly kind: 'hang'; readonly headers: 'withheld' | 'sent' }
  /** The connection is broken off. */
  | { readonly kind: 'cut'; readonly after?: number }
  /** An event that nobody can read; then the stream goes on. */
  | { readonly kind: 'malformed'; readonly after?: number }
  /** So long before each event. */
  | { readonly kind: 'drip'; readonly waitMs: number }
);

const text = z.string().max(1_000_000);
const count = z.int().min(0).max(100_000_000);
const waitMs = z.int().min(0).max(600_000);
const given = z.record(z.string().max(200), z.unknown());
const times = { times: z.int().min(1).max(1_000).exactOptional() };
const after = z.int().min(0).max(10_000).exactOptional();

const faultShape: z.ZodType<Fault> = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('status'), status: z.int().min(400).max(599), retryAfterS: z.int().min(0).max(86_400).exactOptional(),
    message: text.exactOptional(), code: text.exactOptional(), body: given.exactOptional(), ...times,
  }),
  z.strictObject({ kind: z.literal('hang'), headers: z.enum(['withheld', 'sent']), ...times }),
  z.strictObject({ kind: z.literal('cut'), after, ...times }),
  z.strictObject({ kind: z.literal('malformed'), after, ...times }),
  z.strictObject({ kind: z.literal('drip'), waitMs, ...times }),
]);

const figure = count.exactOptional();
const turnShape: z.ZodType<Turn> = z.strictObject({
  text: text.exactOptional(), thinking: text.exactOptional(), shell: text.exactOptional(),
  write: z.strictObject({ path: text, content: text }).exactOptional(),
  tool: z.strictObject({ name: text, input: given }).exactOptional(),
  isCut: z.boolean().exactOptional(),
  usage: z.strictObject({ input: figure, output: figure, cacheRead: figure, cacheWrite: figure, thinking: figure }).exactOptional(),
  fault: faultShape.exactOptional(), isOnce: z.boolean().exactOptional(),
});

const scriptShape: z.ZodType<Script> = z.strictObject({ turns: z.array(turnShape).min(1).max(1_000), side: text.exactOptional() });

export function parseScript(value: unknown, where: string): Script {
  const parsed = scriptShape.safeParse(value);
  if (!parsed.success) throw new TypeError(`Cannot play ${where}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

export function readScript(file: string): Script {
  return parseScript(JSON.parse(readFileSync(file, 'utf8')), file);
}
