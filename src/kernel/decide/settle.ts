/** Works off what follows from a command, until nothing is left to do. */

import { assert } from '../assert.ts';
import type { Draft, Todo } from './draft.ts';
import { enter } from './enter.ts';
import { checkGrow } from './grow.ts';
import { planLanding } from './landing.ts';
import { frameEnded, leave } from './leave.ts';
import { unitLanded, unitLost } from './unit.ts';

/** Far above what any plan can cause: every cycle passes a cap (R6). */
const mostConsequences = 1_000_000;

export function settle(draft: Draft): void {
  for (let done = 0; done < draft.todo.length; done += 1) {
    assert(done < mostConsequences, 'R6: a command has finitely many consequences');
    const todo = draft.todo[done];
    if (todo !== undefined) act(draft, todo);
  }
  draft.todo.length = 0;
}

function act(draft: Draft, todo: Todo): void {
  switch (todo.do) {
    case 'enter': return enter(draft, todo);
    case 'outcome': return leave(draft, todo);
    case 'frame-ended': return frameEnded(draft, todo);
    case 'unit-lost': return unitLost(draft, todo);
    case 'unit-landed': return unitLanded(draft, todo.unit);
    case 'landing': return planLanding(draft);
    case 'grow': return checkGrow(draft);
  }
}
