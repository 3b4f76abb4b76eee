/**
 * The command line as a function: arguments and surroundings in, an exit status out.
 *
 * What is expected to go wrong is told in its own words, without a stack trace; what is not is a
 * bug, and says so.
 */

import { type ExitCode, exitCodes } from './exit-codes.ts';
import { parseArgs } from './parse-args.ts';
import { styled } from './print/line.ts';
import { type Surroundings, Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';
import { verbs } from './verbs.ts';

export async function commandLine(args: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  const terminal = new Terminal(surroundings);
  try {
    return await perform(args, terminal);
  } catch (error) {
    return fail(error, terminal);
  }
}

async function perform(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const parsed = parseArgs(args, verbs);
  switch (parsed.kind) {
    case 'version': {
      const { programVersion } = await import('./version.ts');
      // As the program's door answers it, in one line.
      if (parsed.isJson) terminal.print(JSON.stringify({ version: programVersion() }));
      else terminal.print(`espalier ${programVersion()}`);
      return exitCodes.ok;
    }
    case 'help': {
      const { helpData, programHelp, verbHelp } = await import('./help.ts');
      const text = parsed.verb === null ? programHelp(verbs) : verbHelp(parsed.verb);
      if (parsed.isJson) terminal.json(helpData(parsed.verb, verbs));
      else terminal.print(...text.trimEnd().split('\n'));
      return exitCodes.ok;
    }
    case 'call': {
      const act = await parsed.verb.load();
      return act(parsed.call, terminal);
    }
  }
}

async function fail(error: unknown, terminal: Terminal): Promise<ExitCode> {
  if (error instanceof UsageError) {
    const [first = '', ...rest] = error.message.split('\n');
    terminal.say([styled('bad', 'espalier: '), first], ...rest);
    return exitCodes.usage;
  }
  const { expectedMessage } = await import('../compose.ts');
  const message = expectedMessage(error);
  if (message !== null) {
    terminal.say([styled('bad', 'espalier: '), message]);
    return exitCodes.failed;
  }
  const trace = error instanceof Error ? error.stack ?? error.message : String(error);
  terminal.say([styled('bad', 'espalier: '), 'this is a bug in Espalier; please report it with these lines:'], ...trace.split('\n'));
  return exitCodes.failed;
}
