/** `close RUN PUBLICATION`: what was published no longer counts as a decision that waits (R3). */

import { mustTask, saying } from './say-to.ts';
import type { Act } from './verb.ts';

export const close: Act = saying((call) => ({ type: 'close', publication: mustTask(call) }));
