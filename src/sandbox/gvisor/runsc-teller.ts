/** What is told of a box of gVisor beside its streams: its first process on the machine, and what runsc itself complained of. */

import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { hasArgument } from '../machine/processes.ts';
import type { Teller } from '../order/watch-box.ts';

interface Telling {
  readonly child: ChildProcess;
  /** Into which runsc writes what ended it, and nothing else. Nothing that is boxed can reach it. */
  readonly log: string;
  readonly pidFile: string;
  readonly mark: string;
}

export class RunscTeller implements Teller {
  readonly ended: Promise<unknown>;
  readonly #telling: Telling;

  constructor(telling: Telling) {
    this.#telling = telling;
    // The streams have ended as well: what was written is told.
    this.ended = once(telling.child, 'close');
  }

  get initial(): number {
    const pid = Number(read(this.#telling.pidFile) ?? 0);
    // Its number may be another's by now.
    return pid > 0 && hasArgument(pid, this.#telling.mark) ? pid : 0;
  }

  /** Why runsc could not make the box, or keep it; `null`: it never began. */
  get fault(): string | null {
    const text = read(this.#telling.log);
    return text === null ? null : /"msg":"((?:[^"\\]|\\.)*)"/.exec(text)?.[1] ?? text.trim();
  }

  code(chainCode: number | null): number | null {
    return this.fault === '' ? chainCode : null;
  }
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null; // not written yet
  }
}
