/** `cancel RUN`: it is over, for ever; what landed stays on its ref. */

import { saying } from './say-to.ts';
import type { Act } from './verb.ts';

export const cancel: Act = saying(() => ({ type: 'abort' }));
