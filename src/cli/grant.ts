/** `grant RUN [TASK]`: one more of everything that the caps of a line count (R6). */

import { saidBy, saying, taskOf } from './say-to.ts';
import type { Act } from './verb.ts';

export const grant: Act = saying((call) => ({ type: 'grant', task: taskOf(call), text: saidBy(call) }));
