/** Runs with the real gemini, at its pinned version. */

import { checkRuns } from './checks.ts';
import { realAgents } from './real-agent.ts';

await checkRuns(realAgents.gemini);
