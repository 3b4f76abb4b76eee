/** The program: the command line, in this process's surroundings. Loaded by bin/espalier.cjs. */

import { commandLine } from './command-line.ts';
import { exitCodes } from './exit-codes.ts';
import { standardOutput } from './standard-output.ts';

let hasLost = false;
let isOver = false;
const stdout = standardOutput({ fd: 1, stream: () => process.stdout, onLost: lost });
const stderr = standardOutput({ fd: 2, stream: () => process.stderr, onLost: () => void (hasLost = true) });

// A promise that nobody keeps leaves Node with nothing to do: it would end as if all were well.
process.once('exit', (status) => {
  if (isOver || status !== exitCodes.ok) return;
  process.exitCode = exitCodes.failed;
  process.stderr.write('espalier: this is a bug in Espalier; please report it: the program ended before its work was over.\n');
});

// No `await` here: the published program is CommonJS, which loads in half the time and knows none at its top.
void main();

async function main(): Promise<void> {
  const code = await commandLine(process.argv.slice(2), {
    env: process.env,
    home: homeOrNull,
    user: userOrNull,
    isInteractive,
    typed,
    now: () => Date.now(),
    stdout,
    stderr,
    watchInterrupts,
  });
  isOver = true;
  process.exitCode = hasLost ? exitCodes.failed : code;
  // Where nothing is left to wait for, Node would only take its memory apart piece by piece.
  const mayWait = stdout.isStream || stderr.isStream || process.getActiveResourcesInfo().length > 0;
  if (!mayWait) process.exit();
}

function lost(error: NodeJS.ErrnoException): void {
  hasLost = true;
  process.exitCode = exitCodes.failed;
  stderr.write(`espalier: Cannot write the output: ${error.message}.\n`);
}

/** The first Ctrl-C, or SIGTERM by whoever looks after us, lets a verb leave off in good order; a second one does not wait for it. */
function watchInterrupts(onFirst: () => void = () => undefined): () => boolean {
  let isInterrupted = false;
  const interrupt = (): void => {
    if (isInterrupted) process.exit(exitCodes.interrupted);
    isInterrupted = true;
    onFirst();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  return () => isInterrupted;
}

function homeOrNull(): string | null {
  const { HOME } = process.env;
  // As `node:os` answers as well, which is loaded only where that is not all.
  if (process.platform !== 'win32' && HOME !== undefined && HOME !== '') return HOME;
  try {
    return process.getBuiltinModule('node:os').homedir();
  } catch {
    return null; // a user whom the system does not know
  }
}

function userOrNull(): string | null {
  try {
    return process.getBuiltinModule('node:os').userInfo().username;
  } catch {
    return null; // a user whom the system does not know
  }
}

function isInteractive(): boolean {
  return process.stdin.isTTY && stderr.isTerminal;
}

/** Only a person at a terminal types; what a pipe holds answers nothing. */
async function typed(question: string, show: () => void): Promise<string | null> {
  if (!isInteractive()) return null;
  show();
  const { createInterface } = process.getBuiltinModule('node:readline/promises');
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  // The end of the input, and Ctrl-C, are no answer.
  const closed = new Promise<string>((resolve) => lines.once('close', () => resolve('')));
  try {
    return (await Promise.race([lines.question(question), closed])).trim();
  } finally {
    lines.close();
  }
}
