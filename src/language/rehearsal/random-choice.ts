/** A seed decides how each visit ends: mostly well, otherwise by any word that can be caused there. */

import type { Occasion } from './next-move.ts';
import { type Intent, well } from './place.ts';

const wellOften = 0.6;

export function randomChoice(random: () => number): (occasion: Occasion) => Intent {
  return ({ options }) => {
    if (random() < wellOften) return well;
    return { word: options[Math.floor(random() * options.length)] ?? '' };
  };
}
