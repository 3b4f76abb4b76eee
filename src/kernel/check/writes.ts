/**
 * Paths that a step says of its own: claims that parse, and either tests or what they judge (E2).
 *
 * Who may write both tests and code can make any test pass. A kind before the list takes away what
 * that kind never touches; a list without one must lie on one side by itself.
 */
import { effectiveIsEmpty } from '../effective-paths.ts';
import type { AgentStep, PathClasses, RunStep } from '../ir.ts';
import { claimFault } from '../path.ts';
import { isAllIn, mayBeIn } from '../path-classes.ts';
import { quoted } from '../phrase.ts';
import type { Place, Plan } from './plan.ts';
import { blameStep } from './plan.ts';
import { faultIf } from './step-fault.ts';
import type { StepFault } from './step-fault.ts';

type Writer = RunStep | AgentStep;

export function checkWrites(plan: Plan): void {
  const sound = !plan.faults.some(({ code }) => code === 'bad-glob');
  for (const place of plan.places) {
    if (place.step.kind !== 'run' && place.step.kind !== 'agent') continue;
    for (const fault of faultsOf(plan, { ...place, step: place.step }, sound)) blameStep(plan, place, fault);
  }
}

/** Classes of paths can be asked only where their globs parse. */
function faultsOf(plan: Plan, { step }: Place<Writer>, sound: boolean): readonly StepFault[] {
  const { writes, writesKind } = step;
  if (writes === undefined || writes === 'task.writes') {
    return writesKind === undefined ? [] : [{
      code: 'kind-without-paths', at: ['writesKind'],
      found: `writes as a task of the kind ${quoted(writesKind)}, and no paths of its own`,
      instead: 'a kind only before a list of paths: the kind of a task is its own', rule: 'E2',
    }];
  }
  const claims = writes.flatMap((pattern, at): readonly StepFault[] => {
    const fault = claimFault(pattern);
    return fault === null ? [] : [{
      code: 'bad-claim', at: ['writes', at],
      found: `writes ${quoted(pattern)}, which ${fault}`, instead: 'a path such as `src/a.ts`, or `src/**`', rule: 'E2',
    }];
  });
  if (writes.length === 0) return [{ ...empty, found: 'writes nothing', instead: 'name the paths that it may change, or leave `writes` out' }];
  if (claims.length > 0 || !sound) return claims;
  return [...emptyFaults({ ...step, writes }, plan.ir.paths), ...smearedFaults({ ...step, writes }, plan.ir.paths)];
}

type Listing = Writer & { readonly writes: readonly string[] };

/** An empty set of paths is inadmissible. */
const empty = { code: 'empty-writes', at: ['writes'], rule: 'E2' } as const;

function emptyFaults({ writes, writesKind }: Listing, classes: PathClasses): readonly StepFault[] {
  if (writesKind === undefined) {
    return faultIf(writes.every((pattern) => isAllIn('protect', pattern, classes)), {
      ...empty, found: 'writes only what is protected', instead: 'paths that may be changed',
    });
  }
  return faultIf(effectiveIsEmpty({ kind: writesKind, writes }, classes), {
    ...empty, found: `writes as a task of the kind ${quoted(writesKind)}, which may change none of these paths`,
    instead: 'paths of that kind, or another kind',
  });
}

/** E2: of a list without a kind, one pattern that reaches over, or two on the two sides. */
function smearedFaults({ writes, writesKind }: Listing, classes: PathClasses): readonly StepFault[] {
  if (writesKind !== undefined) return [];
  const open = [...writes.entries()].filter(([, pattern]) => !isAllIn('protect', pattern, classes));
  const tests = open.filter(([, pattern]) => mayBeIn('tests', pattern, classes));
  const over = tests.find(([, pattern]) => !isAllIn('tests', pattern, classes));
  const other = open.find(([, pattern]) => !mayBeIn('tests', pattern, classes));
  const blamed = over ?? other;
  if (tests[0] === undefined || blamed === undefined) return [];
  const found = over === undefined
    ? `writes ${quoted(blamed[1])} beside the tests ${quoted(tests[0][1])}`
    : `writes ${quoted(blamed[1])}, which may hold tests and what they judge`;
  return [{
    code: 'smeared-writes', at: ['writes', blamed[0]], found,
    instead: 'a kind before the paths, such as `code` for all but tests or `test` for tests alone, or two steps', rule: 'E2',
  }];
}
