/**
 * Hard caps on the shapes that reach the kernel: names, paths, globs and decompositions.
 *
 * They are not settings. They bound the work of one command, and keep a lying or runaway agent
 * from growing the state (R5, R6); what a person may choose is in `Limits`.
 */

/** Code units of a name: a task, unit, step, workflow, gate, agent or sandbox. */
export const maxNameLength = 64;

/** UTF-8 bytes of a path, and of one segment of it: what common file systems hold. */
export const maxPathBytes = 1024;
export const maxSegmentBytes = 255;
export const maxPathSegments = 64;

/** Code units and segments of a glob. Positions between its segments are the bits of a number. */
export const maxGlobLength = 512;
export const maxGlobSegments = 24;

/** Files of results that a gate may leave. */
export const maxReports = 8;

/** Entries of one task's lists. */
export const maxWrites = 256;
export const maxNeeds = 1024;
export const maxJudges = 64;

/** Code units of one task's texts. */
export const maxTitleLength = 200;
export const maxSpecLength = 32_000;
export const maxContractLength = 64_000;
export const maxControlLength = 8_000;

/** Code units of what a step is remembered to have said. */
export const maxSaidLength = 32_000;

/** Code units of what a person says to a leaf at once. */
export const maxSpokenLength = 8_000;

/** Faults or paths that a text lists before it says how many more there are. */
export const maxLines = 50;

/** How often an order is given back before that counts as a fault: nobody may do so for ever (R6). */
export const mostGivenBack = 1_000;

/** How long an order rests at most because a provider said so; then it asks again (T3). */
export const longestRestMs = 86_400_000;

/** Names that one fault lists before it says how many more there are. */
export const maxListed = 12;
