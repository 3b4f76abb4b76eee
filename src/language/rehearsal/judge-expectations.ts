/** What a rehearsal expects, held against the course that it took. */

import { diffLines } from '../scenario/diff-lines.ts';
import type { Span } from '../syntax/tree.ts';
import type { Course, Visited } from './course.ts';
import type { Ending } from './next-move.ts';
import { endingText } from './print-course.ts';
import type { Expectation, Rehearsal, StepName } from './rehearsal.ts';
import { isOf } from './scripted-choice.ts';

export interface Problem {
  readonly span: Span;
  readonly message: string;
  /** A small difference: `- as expected`, `+ as it was`. */
  readonly lines: readonly string[];
}

export function judgeExpectations({ expectations }: Rehearsal, course: Course, ending: Ending): readonly Problem[] {
  return expectations.flatMap((expectation) => judge(expectation, course, ending));
}

function judge(expectation: Expectation, course: Course, ending: Ending): readonly Problem[] {
  const { span } = expectation;
  switch (expectation.kind) {
    case 'end': {
      const { end, at } = expectation;
      const fits = ending.kind === end && (at === null || ('at' in ending && ending.at === at.text));
      const wanted = `${end}${at === null ? '' : ` at ${at.text}`}`;
      return fits ? [] : [{ span, message: `expected ${wanted}; it is ${endingText(ending)}`, lines: [] }];
    }
    case 'course': return judgeCourse(expectation, course);
    case 'visits': {
      const { step, count } = expectation;
      const found = visitsOf(course, step).length;
      return found === count ? [] : [{ span, message: `expected ${count} visits of ${step.text}; there were ${found}`, lines: [] }];
    }
    case 'never': return judgeNever(expectation, course);
  }
}

/** The course of a frame is the steps that it visited; of a task that began anew, all of its frames'. */
function judgeCourse({ span, task, steps }: Extract<Expectation, { kind: 'course' }>, course: Course): readonly Problem[] {
  const frames = new Set(course.frames.filter((frame) => isOwn(course, frame.frame, task?.text ?? null)).map(({ frame }) => frame));
  const found = course.visits.filter((visited) => frames.has(visited.frame) && !isLimit(visited)).map(({ step }) => step);
  if (found.join(' ') === steps.join(' ')) return [];
  const lines = diffLines(steps, found).map(({ sign, text }) => `${sign} ${text}`);
  return [{ span, message: `the course ${task === null ? '' : `of ${task.text} `}is another one (- as expected, + as it was)`, lines }];
}

function isOwn(course: Course, frame: string, task: string | null): boolean {
  const found = course.frames.find((item) => item.frame === frame);
  if (task === null) return found?.parent === null;
  const opener = course.visits.find(({ visit }) => visit === found?.parent);
  return found?.task === task && opener?.task === null;
}

/** A step that its cap kept out was not visited. */
const isLimit = ({ visit }: Visited): boolean => visit.includes('!');

function visitsOf(course: Course, step: StepName): readonly Visited[] {
  return course.visits.filter((visited) => isOf(step, visited) && !isLimit(visited));
}

function judgeNever({ span, step, outcome }: Extract<Expectation, { kind: 'never' }>, course: Course): readonly Problem[] {
  if (step.text === 'halt') {
    const halted = course.frames.filter(({ end, task }) => end === 'halt' && (step.task === null || task === step.task.text));
    return halted.map(({ frame, workflow }) => ({ span, message: `${frame === '@' ? workflow : frame} halted`, lines: [] }));
  }
  const met = course.visits.filter((visited) => isOf(step, visited))
    .filter((visited) => (outcome === null ? !isLimit(visited) : visited.outcome === outcome));
  return met.length === 0 ? [] : [{ span, message: `${step.text}${outcome === null ? ' was visited' : ` ended ${outcome}`}`, lines: [] }];
}
