/** `drop RUN TASK`: a task that is not wanted any longer, or a revert that was red. */

import { mustTask, saidBy, saying } from './say-to.ts';
import type { Act } from './verb.ts';

export const drop: Act = saying((call) => ({ type: 'drop', task: mustTask(call), text: saidBy(call) }));
