/** `pause RUN`: nothing is leased any more; what is leased goes on. */

import { saying } from './say-to.ts';
import type { Act } from './verb.ts';

export const pause: Act = saying(() => ({ type: 'pause' }));
