/** The program: the command line, in this process's surroundings. Loaded by bin/espalier.cjs. */

import { homedir } from 'node:os';
import { commandLine } from './command-line.ts';
import { exitCodes } from './exit-codes.ts';
import type { Sink } from './terminal.ts';

let hasLost = false;
let isOver = false;

// A promise that nobody keeps leaves Node with nothing to do: it would end as if all were well.
process.once('exit', (status) => {
  if (isOver || status !== exitCodes.ok) return;
  process.exitCode = exitCodes.failed;
  process.stderr.write('espalier: this is a bug in Espalier; please report it: the program ended before its work was over.\n');
});

const code = await commandLine(process.argv.slice(2), {
  env: process.env,
  home: homeOrNull,
  now: () => Date.now(),
  stdout: sinkOf(process.stdout),
  stderr: sinkOf(process.stderr),
  watchInterrupts,
});

isOver = true;
process.exitCode = hasLost ? exitCodes.failed : code;

/**
 * Once its reader has gone away, what is written goes nowhere, without a word. Where it cannot be
 * written for another reason (a full disk), that is said, and the program has failed.
 */
function sinkOf(stream: NodeJS.WriteStream): Sink {
  let isBroken = false;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (isBroken) return;
    isBroken = true;
    if (error.code === 'EPIPE') return;
    hasLost = true;
    process.exitCode = exitCodes.failed;
    if (stream !== process.stderr) process.stderr.write(`espalier: Cannot write the output: ${error.message}.\n`);
  });
  return {
    isTerminal: stream.isTTY === true,
    write: (text) => {
      if (!isBroken && text !== '') stream.write(text);
    },
  };
}

/** The first Ctrl-C lets a verb leave off in good order; a second one does not wait for it. */
function watchInterrupts(): () => boolean {
  let isInterrupted = false;
  process.on('SIGINT', () => {
    if (isInterrupted) process.exit(exitCodes.interrupted);
    isInterrupted = true;
  });
  return () => isInterrupted;
}

function homeOrNull(): string | null {
  try {
    return homedir();
  } catch {
    return null; // a user whom the system does not know
  }
}
