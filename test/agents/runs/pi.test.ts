/** Runs with the real pi, at its pinned version. */

import { checkRuns } from './checks.ts';
import { realAgents } from './real-agent.ts';

await checkRuns(realAgents.pi);
