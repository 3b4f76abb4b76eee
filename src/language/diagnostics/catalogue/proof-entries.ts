/** ESP4: proof and approval. */
import type { Entries } from './entry.ts';
import { shown } from './entry.ts';

export const proofEntries: Entries = {
  'landing-without-gate': {
    title: 'Something lands, and no gate proves the tip',
    says: '`landing` names the gates that the tip must pass. Without one, what lands would be proved by nobody where it stands.',
    ...shown('fix', 'include "part.esp"', 'landing [unit]\ninclude "part.esp"'),
  },
  'writer-without-gate': {
    title: 'A way from writing to landing around a gate',
    says: 'What lands is what a gate has judged. On this way a patch would reach `land` without one of the gates of the landing, and be refused at the end of it, after all was paid. Where only the tests of a unit are written, `red` is as good as `green` at a gate of role `tests`: without their code they have to fail.',
    ...shown('fix', 'ok -> review  refused -> write  fail -> verify', 'ok -> verify  refused -> write  fail -> write'),
  },
  'writer-without-approval': {
    title: 'A way from writing to landing around an approval',
    says: '`land` names the approvals that it needs. On this way a patch would reach it without one, and be refused at the end of it, after all was paid.',
    ...shown('fix', 'fail -> land', 'fail -> halt'),
  },
  'writer-without-person': {
    title: 'New dependencies that no person approves',
    says: 'What a project depends on runs with all its rights, so that a person approves each change of it. On this way a patch of a `deps` task lands past everybody.',
    ...shown('feature', 'approve -> land  change -> write  fail -> halt\n  }\n  step land {\n    land approved by review', 'approve -> accept  change -> write  fail -> halt\n  }\n  step accept {\n    ask "Is it good?"  show candidate  approves good\n    good -> land  bad -> write\n  }\n  step land {\n    land approved by review and accept'),
  },
  'unit-without-red-proof': {
    title: 'Tests that nothing proves red',
    says: 'A test that never failed proves nothing. Where tests and their code are grown, a gate of the landing must be able to go red: one with `role tests`.',
    ...shown('feature', 'role static', 'role tests'),
  },
  'approver-is-author': {
    title: 'An agent may approve what it wrote',
    says: 'An approver is none of the authors: an agent that finds its own work good says nothing. Ladders count whole, because any of their agents may have written.',
    ...shown('fix', 'agent [coder, skeptic] by attempt  prompt "write.md"', 'agent coder  prompt "write.md"'),
  },
  'approver-writes': {
    title: 'A step that writes and approves',
    says: 'A step that approves says yes to what others wrote. If it wrote as well, it would approve its own.',
    ...shown('fix', 'agent skeptic  prompt "review.md"  approves approve else change  writes code ["**"]\n    refused -> write ', 'agent skeptic  prompt "review.md"  approves approve else change\n   '),
  },
  'otherwise-without-approves': {
    title: '`else` without `approves`',
    says: '`approves yes else no` is one property: the word that approves, and the word that does not.',
    ...shown('json', '"otherwise": "bad",\n          "max": 3', '"max": 3'),
  },
  'approves-without-otherwise': {
    title: '`approves` without `else`',
    says: 'An agent says one of two words: the one that approves and the one that does not. The second has to be said as well, so that silence is never a yes.',
    ...shown('fix', 'approves approve\n    approve -> land  otherwise -> write', 'approves approve else change\n    approve -> land  change -> write'),
  },
  'same-word-twice': {
    title: 'One word for yes and for no',
    says: 'The word that approves and the one that does not must differ.',
    ...shown('fix', 'approves approve else approve', 'approves approve else change'),
  },
  'approval-among-outcomes': {
    title: 'A word of the approval is an outcome as well',
    says: 'The words of `approves … else …` are outcomes by themselves. Said again under `outcomes` they would mean two things.',
    ...shown('fix', 'approves approve else change  outcomes approve', 'approves approve else change'),
  },
  'approval-not-wired': {
    title: 'The word that approves is not wired',
    says: 'A person says words that are wired. The one that approves is none of them, so that nobody could approve.',
    ...shown('feature', 'approves fine', 'approves good'),
  },
  'approves-unseen': {
    title: 'A person would approve what they do not see',
    says: 'An approval is bound to the hash of what was shown. This question approves a patch and does not show it: `show candidate`.',
    ...shown('feature', 'ask "Is it good?"  approves', 'ask "Is it good?"  show candidate  approves'),
  },
  'approval-by-none': {
    title: 'An approval by nobody',
    says: 'A group of approvals names at least one step. An empty one could never be given.',
    ...shown('json', '"approvedBy": [[]]', '"approvedBy": [["review"]]'),
  },
  'task-writes-without-task': {
    title: '`task.writes` where there is no task',
    says: '`task.writes` is what a task claims, so it stands in workflows that tasks run. Elsewhere a step says its paths itself.',
    ...shown('fix', 'writes task.writes', 'writes code ["**"]'),
  },
  'own-writes-in-task': {
    title: 'Paths of its own in a task',
    says: 'A task may change what it claims, and nothing else; so a step of a task says `writes task.writes`.',
    ...shown('feature', 'writes code ["**"]', 'writes task.writes'),
  },
  'smeared-writes': {
    title: 'One list for tests and code',
    says: 'Whoever may write both the tests and the code can make any test pass. A kind before the list takes away what that kind never touches: `writes code [...]` is everything but tests.',
    ...shown('fix', 'writes ["**"]', 'writes code ["**"]'),
  },
  'kind-without-paths': {
    title: 'A kind without paths',
    says: 'A kind takes away from a list of `writes` what that kind never touches. Where there is no list, it has nothing to take from.',
    ...shown('json', '"panel": true,\n          "writesKind": "code"', '"panel": true'),
  },
};
