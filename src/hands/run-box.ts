/** One command in a box: what it printed and what it left for us, without secrets, and how it ended. */

import type { BoxWork } from '../ports/boxes.ts';
import type { SandboxOutcome, SandboxWatcher } from '../ports/sandbox.ts';
import { archivePath } from './agent-session.ts';
import { KeptOutput } from './kept-output.ts';
import type { Work } from './hand-parts.ts';

export interface Ended {
  readonly outcome: SandboxOutcome;
  readonly output: KeptOutput;
  /** By path inside; of what is missing the reason. */
  readonly returned: ReadonlyMap<string, Uint8Array | { readonly why: string }>;
}

/** `hear` is told what it prints, as it comes: of that nothing may be kept. */
export async function runBox({ parts, cancel }: Pick<Work, 'parts' | 'cancel'>, box: BoxWork, hear: SandboxWatcher['onOutput'] = () => undefined): Promise<Ended> {
  const output = new KeptOutput(parts.scrubber.scrubBytes);
  const returned = new Map<string, Uint8Array | { readonly why: string }>();
  // An archive is no text: who keeps it takes secrets out of what is in it.
  const cleanOf = ({ path, content }: { readonly path: string; readonly content: Uint8Array }): Uint8Array => (path === archivePath ? content : parts.scrubber.scrubBytes(content));
  const outcome = await parts.boxes.run(box, {
    onOutput: (stream, bytes) => {
      output.push(stream, bytes);
      hear(stream, bytes);
    },
    onReturned: (file) => returned.set(file.path, 'content' in file ? cleanOf(file) : { why: file.why }),
    cancel,
  });
  return { outcome, output, returned };
}

/** Of an end that is no exit code: what a person and the next attempt are told. */
export function howItEnded(outcome: SandboxOutcome): string {
  switch (outcome.kind) {
    case 'exit': return `it exited with ${outcome.code}`;
    case 'signal': return `it was ended by ${outcome.signal}`;
    case 'timeout': return 'its time was up';
    case 'oom': return 'it took more memory than it may';
    case 'limit': return `it passed its limit of ${limitWords[outcome.which]}`;
    case 'service': return `the service ${outcome.name} was not ready: ${outcome.how}`;
    case 'cancelled': return 'it was cancelled';
  }
}

const limitWords = { 'cpu': 'processor time', 'file-size': 'the size of a file', 'scratch': 'what may be written', 'output': 'output' } as const;
