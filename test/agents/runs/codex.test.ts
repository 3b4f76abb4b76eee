/** Runs with the real codex, at its pinned version. */

import { checkRuns } from './checks.ts';
import { realAgents } from './real-agent.ts';

await checkRuns(realAgents.codex);
