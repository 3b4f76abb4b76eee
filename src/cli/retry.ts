/** `retry RUN [TASK]`: a halted run goes on, or a lost task begins anew. */

import { saidBy, saying, taskOf } from './say-to.ts';
import type { Act } from './verb.ts';

export const retry: Act = saying((call) => ({ type: 'retry', task: taskOf(call), text: saidBy(call) }));
