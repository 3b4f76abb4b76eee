import { deepEqual, match } from 'node:assert/strict';
import { test } from 'node:test';
import type { Change } from '../facts.ts';
import { evolve } from '../evolve.ts';
import { emptyLine } from '../evolve/frame.ts';
import type { LandStep } from '../ir.ts';
import type { Approval, Frame, Visit } from '../rows.ts';
import { initialState } from '../state.ts';
import { ask, land, plan, review, workflow } from '../../language/build-ir.ts';
import { approvalFaults } from './approvals.ts';
import { type Draft, openDraft } from './draft.ts';

const landing: LandStep = land('land', [['look']], 'landed -> end conflict -> end red -> end');
const looks = (...agents: readonly string[]) => review('look', agents, 'approve -> land change -> land fail -> land');
const ir = plan({
  workflows: [
    workflow('main', looks('critic'), ask('person', { question: 'Good?', show: 'candidate', approves: 'yes' }, 'yes -> land no -> land'), landing),
    workflow('other', looks('skeptic'), landing),
  ],
});

function draft(): Draft {
  const started = { type: 'RunStarted', at: 0, run: 'r', kernel: '1', ir, base: 'c0', inputs: [], files: [], deadlineAt: null } as const;
  return openDraft(evolve(initialState(), started), { type: 'tick', id: 'tick', at: 0 }, null);
}

const added: Change = { path: 'src/a.ts', from: null, to: '100644:a' };
const removed: Change = { path: 'test/a.test.ts', from: '100644:t', to: null };

/** What is missing when `main` lands p1 with these approvals. */
function missing(approvals: readonly Approval[], changes: readonly Change[] = [added]): string[] {
  const frame: Frame = {
    id: '@', workflow: 'main', line: '@', task: null, parent: null, branch: null, status: 'live', visit: '@/land.1',
    visits: 1, word: null, haltedAt: null, returned: [],
  };
  const visit: Visit = {
    id: '@/land.1', frame: '@', step: 'land', attempt: 1, cause: 'attempt', open: [], replies: [], question: null,
    turns: 0, frames: [], state: 'open', waitsFor: 0, grow: null, intent: null,
  };
  const line = { ...emptyLine('@', 'c0'), patch: 'p1', changes, authors: ['coder'], approvals };
  return approvalFaults(draft(), { visit, frame, line, step: landing, task: null }, landing);
}

const given = (more: Partial<Approval>): Approval => ({ step: 'look', workflow: 'main', patch: 'p1', by: ['critic'], ...more });

test('a step of its own workflow approves, and one of the same name in another does not (E5)', () => {
  deepEqual(missing([given({})]), []);
  match(missing([given({ workflow: 'other', by: ['skeptic'] })]).join(), /E5: nobody but its authors has approved this patch in look/);
});

test('an approval of before workflows were told apart counts by its step', () => {
  deepEqual(missing([{ step: 'look', patch: 'p1', by: ['critic'] }]), []);
});

test('another patch, and an author, do not count (E5, E6)', () => {
  match(missing([given({ patch: 'p0' })]).join(), /E5/);
  match(missing([given({ by: ['critic', 'coder'] })]).join(), /E5/);
});

test('removing a test takes a person, in whatever workflow of the line (E2)', () => {
  match(missing([given({})], [added, removed]).join(), /E2: removing a test takes a person: `test\/a\.test\.ts`; let an `ask`/);
  deepEqual(missing([given({}), given({ workflow: 'other', step: 'yes', by: ['ada'], person: true })], [removed]), []);
  match(missing([given({}), given({ workflow: 'other', step: 'yes', by: ['ada'], person: true, patch: 'p0' })], [removed]).join(), /E2/);
});

test('a person of before people were told apart is known by the step (E2)', () => {
  deepEqual(missing([given({}), { step: 'person', patch: 'p1', by: ['ada'] }], [removed]), []);
  match(missing([{ step: 'look', patch: 'p1', by: ['critic'] }], [removed]).join(), /E2/);
});

test('many removed tests are told by the first of them', () => {
  const many = Array.from({ length: 30 }, (_, index) => ({ ...removed, path: `test/${index}.test.ts` }));
  match(missing([given({})], many).join(), /`test\/11\.test\.ts`, … 18 more;/);
});
