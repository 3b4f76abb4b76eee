/**
 * What an adapter can hold: the checker refuses a plan that demands more of it.
 *
 * A capability is something that a workflow can ask for and that would be worth nothing as a mere
 * wish. An adapter that is not built holds nothing.
 */

/** What a sandbox can hold a leaf to, or give it. */
export const sandboxCapabilities = ['memory', 'disk', 'pids', 'cpus', 'image', 'reaches', 'needs', 'services'] as const;
export type SandboxCapability = (typeof sandboxCapabilities)[number];

/** What can be asked of an agent. */
export type AgentCapability = 'resume' | 'continue' | 'instructions' | 'skills' | 'command';

export interface AdapterDescription<Capability> {
  /** As `use` names it. */
  readonly name: string;
  readonly built: boolean;
  readonly holds: readonly Capability[];
  /** What to do about something that is not among them; absent: leave it out. */
  readonly remedy?: (capability: Capability) => string;
}

/** The adapters that there are, built or not. */
export interface Adapters {
  readonly sandboxes: readonly AdapterDescription<SandboxCapability>[];
  readonly agents: readonly AdapterDescription<AgentCapability>[];
  /** What a step or gate without a sandbox of its own is run in. */
  readonly defaultSandbox: string;
}
