/** Boxes with services, as tests give them: real programs, no network, and a look at what is left. */

import assert from 'node:assert/strict';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BoxedService, SandboxOrder, SandboxOutcome } from '../../src/ports/sandbox.ts';
import { Bubblewrap } from '../../src/sandbox/bubblewrap/bubblewrap.ts';
import { processesWhere } from '../../src/sandbox/machine/processes.ts';
import { boxedOrder, smallLimits, whyNoBubblewrap } from '../contracts/boxed-order.ts';
import { TemporaryDirectory } from '../contracts/temporary-directory.ts';

const noBox = process.platform === 'linux' ? await whyNoBubblewrap() : 'it needs Linux';

/** How a test that needs these programs is skipped, if it is. */
export function needing(...programs: readonly string[]): { readonly skip?: string } {
  if (noBox !== null) return { skip: noBox };
  const missing = programs.filter((program) => !existsSync(program));
  return missing.length === 0 ? {} : { skip: `there is no ${missing.join(' and no ')}` };
}

/** Where programs of ours are, inside. */
export const node = '/opt/node';
export const shell = (text: string): readonly string[] => ['sh', '-c', text];

export function service(name: string, command: readonly string[], more: Partial<BoxedService> = {}): BoxedService {
  return { name, command, ready: null, port: null, readyMs: 60_000, ...more };
}

export interface Served {
  readonly outcome: SandboxOutcome;
  readonly stdout: string;
  readonly stderr: string;
}

export class ServicedBox {
  readonly #directory = new TemporaryDirectory();
  readonly #box: Bubblewrap;
  #orders = 0;

  constructor() {
    chmodSync(this.#directory.path, 0o755);
    this.#box = new Bubblewrap({ state: join(this.#directory.path, 'state'), path: process.env['PATH'] ?? '' });
  }

  /** A word for commands, by which what is left of them is found. */
  readonly mark: string = `serviced-${process.pid}-${Math.trunc(performance.now() * 1_000)}`;

  /** A file that orders can have as an input. */
  file(name: string, text: string): string {
    const path = join(this.#directory.path, name);
    writeFileSync(path, text);
    return path;
  }

  async run(command: readonly string[], more: Partial<SandboxOrder> = {}): Promise<Served> {
    this.#orders += 1;
    const limits = { ...smallLimits, memoryBytes: 2 ** 31, pids: 256, cpuMs: 120_000, wallMs: 120_000, fileBytes: 2 ** 30, scratchBytes: 2 ** 28 };
    const inputs = [{ from: process.execPath, to: node }, ...(more.inputs ?? [])];
    const env = { PATH: '/usr/bin:/bin', HOME: '/home/agent', LANG: 'C.UTF-8', ...more.env };
    const said = { stdout: '', stderr: '' };
    const order = boxedOrder(`served-${this.#orders}`, command, { limits, ...more, inputs, env });
    const outcome = await this.#box.run(order, { onOutput: (stream, bytes) => { said[stream] += String(Buffer.from(bytes)); } });
    assert.equal(this.left(), 0, 'nothing of it is left');
    return { outcome, ...said };
  }

  /** Processes that carry the mark in an argument. */
  left(): number {
    return processesWhere((pid) => {
      try {
        return pid !== process.pid && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(this.mark);
      } catch {
        return false; // gone
      }
    }).length;
  }

  remove(): void {
    this.#directory.remove();
  }
}

export const well: SandboxOutcome = { kind: 'exit', code: 0 };
