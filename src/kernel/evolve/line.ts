/** How lines change: what is written, proved and approved on them (E5, E6, B4). */

import { must } from '../assert.ts';
import type { LineEvent } from '../event.ts';
import { type Line, patchKey } from '../rows.ts';
import { type State } from '../state.ts';
import { withGuidance } from './frame.ts';
import { isSameMember } from '../session.ts';
import type { Handlers } from './handlers.ts';
import { patchLine } from './rows.ts';

export const lineHandlers: Handlers<LineEvent> = {
  PatchTaken(state, event) {
    const line = must(state.lines.get(event.line), event.line);
    const { patch, candidate, changes, authors } = event;
    // E6: any change of the patch voids evidence and approvals; nothing else does.
    const same = line.patch === patch;
    if (!same && line.patch !== null) state.patches.set(patchKey(line.id, line.patch), { status: 'rejected', line: line.id });
    state.patches.set(patchKey(line.id, patch), { status: 'live', line: line.id });
    patchLine(state, line.id, {
      patch, candidate, changes, authors,
      evidence: same ? line.evidence : [], approvals: same ? line.approvals : [],
      measured: same ? line.measured : null,
    });
  },
  PatchRefused: quarantine,
  PatchQuarantined: quarantine,
  LineRebased(state, event) {
    const line = must(state.lines.get(event.line), event.line);
    patchLine(state, line.id, {
      base: event.base,
      conflicts: line.conflicts + (event.counts === 'conflict' ? 1 : 0),
      ejections: line.ejections + (event.counts === 'ejection' ? 1 : 0),
      measured: null,
      ...(event.keeps ? transplanted(line) : emptied),
    });
  },
  EvidenceTaken(state, event) {
    const line = must(state.lines.get(event.line), event.line);
    const judged = new Set(event.evidence.map((item) => item.gate));
    const older = line.evidence.filter((item) => !judged.has(item.gate));
    patchLine(state, line.id, { evidence: [...older, ...event.evidence], candidate: event.candidate });
  },
  Measured: (state, event) => void patchLine(state, event.line, { measured: event.value }),
  SessionKept(state, { line: id, workflow, step, member, order, session }) {
    const { sessions = [] } = must(state.lines.get(id), id);
    const others = sessions.filter((kept) => !isSameMember(kept, { workflow, step, member }));
    patchLine(state, id, { sessions: [...others, { workflow, step, member, order, session }] });
  },
  ApprovalGiven(state, event) {
    const line = must(state.lines.get(event.line), event.line);
    const { step, workflow } = event.approval;
    const others = line.approvals.filter((other) => other.step !== step || other.workflow !== workflow);
    patchLine(state, line.id, { approvals: [...others, event.approval] });
  },
  Granted(state, event) {
    const line = must(state.lines.get(event.line), event.line);
    patchLine(state, line.id, { grants: line.grants + 1, guidance: withGuidance(line, event.guidance) });
  },
};

function quarantine(state: State, event: { readonly line: string; readonly patch: string }): void {
  state.patches.set(patchKey(event.line, event.patch), { status: 'quarantined', line: event.line });
}

/** E6: approvals go along; of evidence only a red proof does, and a gate must name the new tree. */
function transplanted(line: Line): Partial<Line> {
  return { candidate: null, evidence: line.evidence.filter((item) => item.outcome === 'red') };
}

const emptied: Partial<Line> = {
  candidate: null, patch: null, changes: [], authors: [], evidence: [], approvals: [],
};

/** The root's line after its patch has landed: empty, on the tip. */
export function landLine(state: State, id: string, tip: string): void {
  patchLine(state, id, { ...emptied, base: tip, measured: null });
}
