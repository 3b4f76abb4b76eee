/** One handler an event: it assigns what the event says, and keeps the indices in step. */

import type { State } from '../state.ts';

export type Handlers<E extends { readonly type: string }> = {
  readonly [T in E['type']]: (state: State, event: Extract<E, { readonly type: T }>) => void;
};
