/** What keeps a text from being rehearsed, in the form that `check` has; and what does not keep it. */

import type { Faults } from '../compose/faults.ts';
import { counted } from './print/amounts.ts';
import { styled } from './print/line.ts';
import type { Terminal } from './terminal.ts';

export function tellFaults({ diagnostics, more, lines }: Faults, terminal: Terminal): void {
  if (lines.length === 0) return;
  terminal.say(...lines, '', [styled('bad', counted(diagnostics.length + more, 'error')), `; \`espalier explain ${diagnostics[0]?.code ?? ''}\` says more`]);
}

/** Demands that nothing holds: an error of `check`, and a rehearsal goes on. */
export function tellUnheld(file: string, unheld: number, terminal: Terminal): void {
  if (unheld === 0) return;
  terminal.say([styled('dim', `${file} has ${counted(unheld, 'demand')} that nothing here holds; \`espalier check ${file}\` says which.`)]);
}

/** The same as `check --json`. */
export function faultsData({ diagnostics, more }: Faults): unknown {
  return { ok: false, diagnostics, ...(more === 0 ? {} : { more }) };
}
