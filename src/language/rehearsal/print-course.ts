/** A course as lines for people: one visit a line, called workflows and tasks below the step that opened them. */

import type { Course, CourseFrame, Visited } from './course.ts';
import type { Ending } from './next-move.ts';

const indent = '  ';

export function courseLines(course: Course): readonly string[] {
  const tree = treeOf(course);
  return linesOf(tree, '@', 0);
}

export function endingText(ending: Ending): string {
  switch (ending.kind) {
    case 'complete': return 'complete';
    case 'halted': return `halted at ${ending.at}: ${ending.reason}`;
    case 'waits': return `waits for a person at ${ending.at}`;
    case 'stuck': return 'stuck: nothing more can happen';
  }
}

interface Tree {
  readonly visits: ReadonlyMap<string, readonly Visited[]>;
  /** By the visit that opened them. */
  readonly frames: ReadonlyMap<string, readonly CourseFrame[]>;
}

function treeOf(course: Course): Tree {
  const byParent = course.frames.filter(({ parent }) => parent !== null);
  return {
    visits: Map.groupBy(course.visits, ({ frame }) => frame),
    frames: Map.groupBy(byParent, ({ parent }) => parent ?? ''),
  };
}

/** Frames nest no deeper than the plan's calls do, which the checker bounds: no workflow calls itself. */
function linesOf(tree: Tree, frame: string, depth: number): readonly string[] {
  const visits = tree.visits.get(frame) ?? [];
  const width = Math.max(...visits.map(({ step }) => step.length), 0);
  return visits.flatMap((visited) => [
    `${indent.repeat(depth)}${visitLine(visited, width)}`,
    ...(tree.frames.get(visited.visit) ?? []).flatMap((opened) => [
      `${indent.repeat(depth + 1)}${frameTitle(opened)}`,
      ...linesOf(tree, opened.frame, depth + 2),
    ]),
  ]);
}

function visitLine({ step, outcome, to, agents, why }: Visited, width: number): string {
  const by = agents.length === 0 ? '' : `  by ${[...new Set(agents)].join(', ')}`;
  const reason = why === '' || !isTold(outcome) ? '' : `  (${why.split('\n')[0] ?? ''})`;
  if (outcome === null) return `${step.padEnd(width)}  …${by}`;
  return `${step.padEnd(width)}  ${outcome} -> ${to ?? ''}${by}${reason}`;
}

/** What the brain itself found is worth a reason; what was made up is not. */
function isTold(outcome: string | null): boolean {
  return outcome === 'limit' || outcome === 'refused' || outcome === 'conflict' || outcome === 'stalled';
}

function frameTitle({ task, workflow, frame, parent, end }: CourseFrame): string {
  const name = task !== null && !frame.startsWith(`${parent ?? ''}`) ? `task ${frame}, ${workflow}` : workflow;
  return `${name}${end === null || end === 'ok' ? '' : `, ${end === 'halt' ? 'halted' : `ended ${end}`}`}:`;
}
