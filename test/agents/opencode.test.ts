/** The real opencode, at its pinned version. */

import { agentProfiles } from './agent-profiles.ts';
import { checkAgent } from './agent-checks.ts';

await checkAgent(agentProfiles.opencode);
