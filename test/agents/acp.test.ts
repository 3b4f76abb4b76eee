/** The Agent Client Protocol, as each program that speaks it does. */

import { acpProfiles } from './acp-profiles.ts';
import { checkAgent } from './agent-checks.ts';

for (const profile of acpProfiles) await checkAgent(profile);
