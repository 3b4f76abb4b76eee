/** `check [FILE…]`: everything that is wrong with workflows, at its place. */
import type { Checked } from '../compose/check-files.ts';
import { checkFile, checkTogether, workflowsIn } from '../compose/check-files.ts';
import { exitCodes } from './exit-codes.ts';
import { personOf } from './config-file.ts';
import { filesOf } from './files-of.ts';
import { counted } from './print/amounts.ts';
import { styled } from './print/line.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';
import type { Act } from './verb.ts';

export const check: Act = async (call, terminal) => {
  const checked = await checkedOf(call.arguments, terminal);
  const ok = checked.every((one) => one.ok);
  const more = checked.reduce((sum, one) => sum + one.more, 0);
  if (call.isJson) {
    terminal.json({ ok, diagnostics: checked.flatMap(({ diagnostics }) => diagnostics), ...(more === 0 ? {} : { more }) });
  } else {
    tell(checked, terminal);
  }
  return ok ? exitCodes.ok : exitCodes.usage;
};

/** Of a folder's files, those that others of them include are checked with these. */
async function checkedOf(files: readonly string[], terminal: Terminal): Promise<readonly Checked[]> {
  const person = personOf(terminal);
  if (files.length > 0) {
    const named = filesOf(files, '.esp');
    const checked: Checked[] = [];
    for (const file of named.files) checked.push(await checkFile(file, person));
    return [...checked, ...await checkTogether(named.found, person)];
  }
  const checked = await checkTogether(workflowsIn('.'), person);
  if (checked.length === 0) throw new UsageError('There is nothing to check here: no .espalier/*.esp. Name a file: espalier check FILE.');
  return checked;
}

function tell(checked: readonly Checked[], terminal: Terminal): void {
  for (const { file, ok, lines, diagnostics, more } of checked) {
    if (ok) terminal.print([`${file}: `, styled('good', 'good')]);
    else {
      const [first] = diagnostics;
      terminal.print(...lines, '');
      terminal.say([`${file}: `, styled('bad', counted(diagnostics.length + more, 'error')), `; \`espalier explain ${first?.code ?? ''}\` says more`]);
    }
  }
}
