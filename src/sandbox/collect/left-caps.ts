/** How much is taken at most of what one order left. */

import { maxPathBytes, maxPathSegments } from '../../kernel/caps.ts';

export interface LeftCaps {
  /** Entries that have changed, those that are refused among them. */
  readonly entries: number;
  /** Contents, all together. */
  readonly bytes: number;
  /** One content. */
  readonly fileBytes: number;
}

export const usualCaps: LeftCaps = { entries: 50_000, bytes: 2 ** 28, fileBytes: 2 ** 26 };

/** What a link leads to. */
export const maxTargetBytes: number = maxPathBytes;

/** Of names as they come, before they are looked at: longer ones are only cut, to be shown. */
export const nameCaps: { readonly pathBytes: number; readonly segments: number } = { pathBytes: 2 * maxPathBytes, segments: maxPathSegments };
