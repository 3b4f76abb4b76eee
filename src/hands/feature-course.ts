/**
 * The course that `npm start` rehearses with the recipe `feature`: a plan that the brain refuses
 * once, tasks side by side, a red gate, a reviewer who wants a change, a sandbox that does not
 * start, prefixes that land together, and a person who is asked twice.
 */

import type { TaskSpec } from '../kernel/ir.ts';
import type { Course } from './course.ts';

const goal = 'Let readers export their notes as Markdown, and find them by tag';

const tasks: readonly TaskSpec[] = [
  {
    id: 'export-test', title: 'Tests of the Markdown export', kind: 'test', unit: 'export',
    spec: 'Describe what a note with a title, tags and a list looks like in Markdown.',
    writes: ['test/export.test.ts'], needs: [],
  },
  {
    id: 'export', title: 'Export notes as Markdown', kind: 'code', unit: 'export',
    spec: 'Write exportNotes(notes), as its tests say.', writes: ['src/export.ts'], needs: [],
  },
  {
    id: 'tags-test', title: 'Tests of finding by tag', kind: 'test', unit: 'tags',
    spec: 'A tag finds every note that has it, in whatever case it was written.',
    writes: ['test/tags.test.ts'], needs: [],
  },
  {
    id: 'tags', title: 'Find notes by tag', kind: 'code', unit: 'tags',
    spec: 'Write findByTag(notes, tag), as its tests say.', writes: ['src/tags.ts'], needs: [],
  },
  {
    id: 'names', title: 'One name for a note’s title', kind: 'refactor',
    spec: 'The store says «caption» where everything else says «title».', writes: ['src/store.ts'], needs: [],
  },
  {
    id: 'dates', title: 'Dates are written in one place', kind: 'refactor',
    spec: 'Three files write dates in three ways.', writes: ['src/dates.ts'], needs: [],
  },
  {
    id: 'readme', title: 'The README names the export', kind: 'docs',
    spec: 'One line in the list of what it does.', writes: ['README.md'], needs: [],
  },
  {
    id: 'guide', title: 'A page about the export', kind: 'docs',
    spec: 'Show how to export, and what the file looks like.', writes: ['docs/export.md'], needs: ['export'],
  },
];

/** The first plan has two faults: a need that is no task, and code that no test judges. */
const hastyTasks: readonly TaskSpec[] = tasks
  .filter(({ id }) => id !== 'tags-test')
  .map((task) => (task.id === 'guide' ? { ...task, needs: ['exporter'] } : task));

export const featureCourse: Course = {
  inputs: [['goal', goal]],
  tasks,
  scripts: new Map([
    ['@/plan.1', { tasks: hastyTasks }],
    ['tags/verify.1', { word: 'red', text: 'test/tags.test.ts: «Work» finds nothing where the tag is «work»' }],
    ['export/review.1[1]', { word: 'change', text: 'A title with a # in it would become a heading of its own: escape it.' }],
    ['export/review.1[2]', { word: 'change', text: 'Escape what Markdown would read as markup.' }],
    ['names/review.1[1]', { word: 'approve', text: 'The public name is unchanged.' }],
    ['names/review.1[2]', { word: 'change', text: 'Is «caption» in stored files as well?' }],
    ['names/arbitrate.1', { word: 'accept', text: 'Stored files never held it.' }],
  ]),
  faults: new Set(['tags-test/verify.1']),
  slowFirst: 'probe',
  answers: new Map([
    ['@/approve.1', { word: 'approved', text: 'Small enough, and each part has its tests.' }],
    ['@/publish.1', { word: 'approved', text: '' }],
  ]),
};
