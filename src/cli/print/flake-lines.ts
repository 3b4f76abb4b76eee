/** What is flaky, on a terminal: each test that failed only sometimes, or the gate where it names none. */

import type { Flake } from '../flakes.ts';
import { counted, short } from './amounts.ts';
import type { Line } from './line.ts';
import { unitName } from './told.ts';

export function flakeLines(flakes: readonly Flake[]): readonly Line[] {
  return flakes.flatMap(({ gate, candidate, units, red, green, tests }) => {
    const where = units.length === 0 ? '' : `, with ${units.map(unitName).join(', ')}`;
    const of = `gate ${gate} on ${short(candidate)}${where}: red ${times(red)}, green ${times(green)}`;
    return [[of], ...tests.map(({ test, failed }): Line => [`  ${test}: failed ${times(failed)} of ${counted(red + green, 'run')}`])];
  });
}

const times = (count: number): string => (count === 1 ? 'once' : `${count} times`);
