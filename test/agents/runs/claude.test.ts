/** Runs with the real claude, at its pinned version. */

import { checkRuns } from './checks.ts';
import { realAgents } from './real-agent.ts';

await checkRuns(realAgents.claude);
