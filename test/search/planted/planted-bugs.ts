/** Every planted bug: each breaks one rule of the contract, and must be found. */

import { leaseBugs } from './leases.ts';
import { peopleBugs } from './people.ts';
import type { PlantedBug } from './plant.ts';
import { proofBugs } from './proofs.ts';
import { taskBugs } from './tasks.ts';

export type { PlantedBug } from './plant.ts';

export const plantedBugs: readonly PlantedBug[] = [...leaseBugs, ...taskBugs, ...proofBugs, ...peopleBugs];
