/** `resume RUN`: a paused run goes on. */

import { saying } from './say-to.ts';
import type { Act } from './verb.ts';

export const resume: Act = saying(() => ({ type: 'resume' }));
