/** The program: the command line, in this process's surroundings. Loaded by bin/espalier.cjs. */

import { homedir } from 'node:os';
import { commandLine } from './command-line.ts';
import { exitCodes } from './exit-codes.ts';
import type { Sink } from './terminal.ts';

let isInterrupted = false;

// The first Ctrl-C lets a verb leave off in good order; a second one does not wait for it.
process.on('SIGINT', () => {
  if (isInterrupted) process.exit(exitCodes.interrupted);
  isInterrupted = true;
});

process.exitCode = await commandLine(process.argv.slice(2), {
  env: process.env,
  home: homeOrNull,
  now: () => Date.now(),
  stdout: sinkOf(process.stdout),
  stderr: sinkOf(process.stderr),
  isInterrupted: () => isInterrupted,
});

/** Once its reader has gone away, what is written goes nowhere, without a word. */
function sinkOf(stream: NodeJS.WriteStream): Sink {
  let isBroken = false;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    isBroken = true;
  });
  return {
    isTerminal: stream.isTTY === true,
    write: (text) => {
      if (!isBroken && text !== '') stream.write(text);
    },
  };
}

function homeOrNull(): string | null {
  try {
    return homedir();
  } catch {
    return null; // a user whom the system does not know
  }
}
