/** A request as the scripted model saw it: for tests, which ask what a client showed and offered. */

import type { IncomingMessage } from 'node:http';
import { bodyOf, type Body, type FormatName } from './format.ts';

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  /** `null`: none that asks for an answer. */
  readonly api: FormatName | null;
  readonly model: string;
  readonly streams: boolean;
  /** The header that shows a key, and what it shows. */
  readonly credential: { readonly header: string; readonly value: string } | null;
  readonly tools: readonly string[];
  readonly results: number;
  /** `null`: a side request, or none that asks for an answer. */
  readonly turn: number | null;
  readonly body: Body;
}

const credentialHeaders = ['x-api-key', 'authorization', 'x-goog-api-key'];
const mostBytes = 64 * 2 ** 20;

export function credentialOf({ headers }: IncomingMessage): SeenRequest['credential'] {
  const header = credentialHeaders.find((name) => headers[name] !== undefined);
  return header === undefined ? null : { header, value: String(headers[header]) };
}

export async function bytesOf(asked: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of asked) {
    parts.push(Buffer.from(part));
    size += parts.at(-1)?.length ?? 0;
    if (size > mostBytes) throw new RangeError(`a body of more than ${mostBytes} bytes`);
  }
  return Buffer.concat(parts);
}

export function parsedBody(bytes: Buffer): Body | null {
  try {
    return bytes.length === 0 ? {} : bodyOf(JSON.parse(bytes.toString('utf8')));
  } catch {
    return null;
  }
}
