/** Collects what is found in one file: so many findings are kept, the others are counted. */
import { limits } from '../../ports/limits.ts';
import type { Finding } from '../diagnostics/diagnostic.ts';
import type { SyntaxKind } from './finding-kinds.ts';
import type { Span } from './tree.ts';

export interface Words {
  readonly message: string;
  readonly hint?: string | undefined;
}

export class FindingList {
  readonly file: string;
  readonly findings: Finding[] = [];
  /** Those that were not kept. */
  more = 0;

  constructor(file: string) {
    this.file = file;
  }

  /** Nobody will read what is said from now on, so that it need not be thought out. */
  get isFull(): boolean {
    return this.findings.length >= limits.checkFindings;
  }

  add(kind: SyntaxKind, span: Span, { message, hint }: Words): void {
    if (this.isFull) this.more += 1;
    else this.findings.push({ kind, file: this.file, span, message, ...(hint === undefined ? {} : { hint }) });
  }
}

const shownLength = 40;

/** A word as a message shows it: in backticks, and not the whole of a long one. */
export function shown(text: string): string {
  if (text.length <= shownLength) return `\`${text}\``;
  const end = (text.charCodeAt(shownLength - 1) & 0xfc00) === 0xd800 ? shownLength - 1 : shownLength;
  return `\`${text.slice(0, end)}…\``;
}
