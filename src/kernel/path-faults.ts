/** Faults of a task's `writes`: every pattern must name something that the task may change (E2, T5). */
import type { AdmissionContext } from './admission.ts';
import { maxWrites } from './caps.ts';
import { barOf, outside } from './effective-paths.ts';
import type { Bar } from './effective-paths.ts';
import { blame } from './fault.ts';
import type { Examined } from './fault.ts';
import { taskKinds } from './ir.ts';
import type { PathClasses } from './ir.ts';
import { claimFault, dirOf } from './path.ts';
import { listed, quoted } from './phrase.ts';

export function pathFaults(examined: Examined, context: AdmissionContext): void {
  const { writes } = examined.task;
  if (writes.length === 0) {
    blame(examined, 'E2', { found: 'writes nothing', instead: 'name in `writes` the paths that it may change' });
  }
  if (writes.length > maxWrites) {
    blame(examined, 'E2', {
      found: `names ${writes.length} paths in \`writes\``,
      instead: `at most ${maxWrites}; "dir/**" names a directory`,
    });
    return;
  }
  const sound = writes.filter((pattern) => isSound(examined, pattern, context.classes));
  parentFaults(examined, sound, context);
}

/** Whether the task may change something that `pattern` names; blames it otherwise. */
function isSound(examined: Examined, pattern: string, classes: PathClasses): boolean {
  const fault = claimFault(pattern);
  if (fault !== null) {
    blame(examined, 'E2', {
      found: `writes ${quoted(pattern)}, which ${fault}`,
      instead: 'a path of the repository such as `src/a.ts`, or `src/**`',
    });
    return false;
  }
  if (!taskKinds.includes(examined.task.kind)) return false;
  const bar = barOf(examined.task.kind, pattern, classes);
  if (bar === null) return true;
  const what = dirOf(pattern) === null ? ofPath[bar] : ofDirectory[bar];
  blame(examined, 'E2', {
    found: `is of kind ${quoted(examined.task.kind)} and writes ${quoted(pattern)}, which ${what}`,
    instead: remedy(bar, classes),
  });
  return false;
}

function parentFaults(examined: Examined, writes: readonly string[], context: AdmissionContext): void {
  const { parent, classes } = context;
  if (parent === undefined) return;
  for (const pattern of outside({ kind: examined.task.kind, writes }, parent, classes)) {
    blame(examined, 'T5', {
      found: `writes ${quoted(pattern)}, which its parent ${quoted(parent.id)} may not change`,
      instead: `stay inside what a ${parent.kind} task may change of ${listed(parent.writes)}`,
    });
  }
}

const ofPath: Readonly<Record<Bar, string>> = {
  'protected': 'is protected',
  'elsewhere': 'is run elsewhere (pipelines, hooks, settings of agents and editors)',
  'manifest': 'is a manifest or lockfile',
  'test': 'is a test',
  'not-test': 'is not a test',
  'not-manifest': 'is not a manifest or lockfile',
  'not-docs': 'is not documentation',
};

const ofDirectory: Readonly<Record<Bar, string>> = {
  'protected': 'is protected as a whole',
  'elsewhere': 'holds only what is run elsewhere (pipelines, hooks, settings of agents and editors)',
  'manifest': 'holds only manifests or lockfiles',
  'test': 'holds only tests',
  'not-test': 'cannot hold a test',
  'not-manifest': 'cannot hold a manifest or lockfile',
  'not-docs': 'cannot hold documentation',
};

function remedy(bar: Bar, classes: PathClasses): string {
  switch (bar) {
    case 'protected':
      return 'leave it out; no task changes what is protected';
    case 'elsewhere':
      return 'leave it out; a person allows it in the plan, by `elsewhere`';
    case 'manifest':
      return 'leave it out, or make a task of kind `deps` for it';
    case 'test':
      return 'leave it out, or make a task of kind `test` for it; tests and code are never in one task';
    case 'not-test':
      return `only paths that match ${listed(classes.tests)}; other paths belong to another task`;
    case 'not-manifest':
      return `only paths that match ${listed(classes.manifests)}; other paths belong to another task`;
    case 'not-docs':
      return `only paths that match ${listed(classes.docs)}; other paths belong to another task`;
  }
}
