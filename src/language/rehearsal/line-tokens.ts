/** A line of a rehearsal as tokens: words, texts in quotes, and the marks `, : { }`. One pass, no pattern. */

import type { RehearsalFinding } from './finding-kinds.ts';

export interface Token {
  readonly kind: 'word' | 'text' | 'mark';
  readonly text: string;
  readonly span: { readonly start: number; readonly end: number };
}

export interface LineTokens {
  readonly tokens: readonly Token[];
  readonly findings: readonly RehearsalFinding[];
}

const marks = ',:{}';
const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', '"': '"', '\\': '\\' };

/** `offset` is where the line begins in its file. */
export function lineTokens(line: string, offset: number): LineTokens {
  const tokens: Token[] = [];
  const findings: RehearsalFinding[] = [];
  let at = 0;
  while (at < line.length) {
    const character = line[at] ?? '';
    if (character === '#') break;
    if (character === ' ' || character === '\t' || character === '\r') {
      at += 1;
      continue;
    }
    const { end, text, kind, open } = tokenAt(line, at);
    const span = { start: offset + at, end: offset + end };
    if (open) findings.push({ kind: 'text-not-closed', span, message: 'this text is not closed', hint: 'end it with " on the same line' });
    tokens.push({ kind, text, span });
    at = end;
  }
  return { tokens, findings };
}

interface Read {
  readonly kind: Token['kind'];
  readonly text: string;
  readonly end: number;
  readonly open?: boolean;
}

function tokenAt(line: string, from: number): Read {
  const first = line[from] ?? '';
  if (first === '"') return textAt(line, from);
  if (marks.includes(first)) return { kind: 'mark', text: first, end: from + 1 };
  let end = from;
  while (end < line.length && !isEnd(line[end] ?? '')) end += 1;
  return { kind: 'word', text: line.slice(from, end), end };
}

const isEnd = (character: string): boolean => ` \t\r"#${marks}`.includes(character);

function textAt(line: string, from: number): Read {
  let text = '';
  let at = from + 1;
  for (; at < line.length && line[at] !== '"'; at += 1) {
    const character = line[at] ?? '';
    if (character === '\\') {
      at += 1;
      text += escapes[line[at] ?? ''] ?? line[at] ?? '';
    } else text += character;
  }
  return { kind: 'text', text, end: Math.min(at + 1, line.length), open: at >= line.length };
}
