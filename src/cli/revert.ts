/** `revert RUN UNIT`: a landed unit is taken back, proved like any other change (B2). */

import { mustTask, saying } from './say-to.ts';
import type { Act } from './verb.ts';

export const revert: Act = saying((call) => ({ type: 'revert', unit: mustTask(call) }));
