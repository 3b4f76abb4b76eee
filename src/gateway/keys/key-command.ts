/**
 * What a person's own command prints, within a time and a size.
 *
 * It runs where no repository can put a program in its way, and with all that it began it is ended when its time is up.
 * What it writes to be seen is dropped: programs that keep secrets print them in their faults.
 */

import { spawn } from 'node:child_process';
import { isAbsolute } from 'node:path';
import { GatewayError } from '../../ports/gateway.ts';

export interface CommandLimits {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string | null;
  readonly timeoutMs: number;
  readonly mostBytes: number;
}

const cannot = (why: string): GatewayError => new GatewayError(`Cannot get the key that \`key command\` is to print: ${why}`);

export function outputOf(command: string, { env, home, timeoutMs, mostBytes }: CommandLimits): Promise<string> {
  const cwd = home !== null && isAbsolute(home) ? home : '/';
  const child = spawn('/bin/sh', ['-c', command], { cwd, env: { ...env }, stdio: ['ignore', 'pipe', 'ignore'], detached: true });
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const end = (fault: GatewayError | null): void => {
      clearTimeout(late);
      if (fault === null) return resolve(Buffer.concat(chunks).toString('utf8'));
      child.stdout.destroy();
      if (child.exitCode === null && child.signalCode === null) killAll(child.pid);
      return reject(fault);
    };
    const late = setTimeout(() => end(cannot(`it took longer than ${timeoutMs} ms; it must not ask anybody, nor leave behind what holds its output`)), timeoutMs);
    child.stdout.on('data', (chunk: Buffer) => {
      length += chunk.length;
      chunks.push(chunk);
      if (length > mostBytes) end(cannot(`it prints more than ${mostBytes} bytes`));
    });
    child.on('error', () => end(cannot('it cannot be begun; try it in your own shell')));
    child.on('close', (code, signal) => end(endFault(code, signal)));
  });
}

function endFault(code: number | null, signal: string | null): GatewayError | null {
  if (code === 0) return null;
  return cannot(`it ended with ${signal === null ? `status ${code ?? 'unknown'}` : signal}; try it in your own shell`);
}

/** The command leads a group of its own, and is not yet gone. */
function killAll(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nothing of it is left.
  }
}
