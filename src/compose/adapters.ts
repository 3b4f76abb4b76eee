/** The adapters that this version knows, and what each of them holds. */
import { type AdapterDescription, type Adapters, sandboxCapabilities, type SandboxCapability } from '../ports/capabilities.ts';
import { type Proof, proves, readProof } from '../sandbox/proof/proof-file.ts';

export function adaptersHere(proofs: string | null): Adapters {
  return { ...adapters, sandboxes: adapters.sandboxes.map((one) => (one.built && proofs !== null ? provedHere(one, proofs) : one)) };
}

/** Its proof is read when a workflow first demands something of it: most demand nothing. */
function provedHere({ name, lacks }: AdapterDescription<SandboxCapability>, proofs: string): AdapterDescription<SandboxCapability> {
  let proof: Proof | null | undefined;
  const read = (): Proof | null => (proof === undefined ? proof = readProof(proofs, name) : proof);
  return {
    name, built: true,
    get holds() {
      const found = read();
      return found === null ? [] : sandboxCapabilities.filter((capability) => proves(found, capability).held);
    },
    lacks: (capability) => {
      const found = read();
      const held = found === null ? null : proves(found, capability);
      return lacks?.(capability) ?? (held?.held === false ? held.how : null);
    },
    remedy: (capability) => {
      const found = read();
      if (found === null) return 'run `espalier doctor`, which tries what the sandboxes of this machine hold';
      return `leave it out: ${proves(found, capability).how} (\`espalier doctor\` looks again)`;
    },
  };
}

const sessions = ['resume', 'continue', 'instructions', 'skills'] as const;

export const adapters: Adapters = {
  // What one holds differs from machine to machine: nothing, until a proof of this one is read here.
  sandboxes: [
    ...['bubblewrap', 'oci', 'gvisor'].map((name) => ({ name, built: true, holds: [] })),
    { name: 'microvm', built: true, holds: [], lacks: (capability) => (capability === 'reaches' ? 'a guest has no way out: a socket of the host cannot be seen in it' : null) },
  ],
  agents: [
    // Each keeps its session among the files of its home, which go with it from order to order.
    ...['claude', 'codex', 'gemini'].map((name) => ({ name, built: true, holds: sessions, asks: 'always' as const })),
    // These have no model of their own.
    ...['opencode', 'pi'].map((name) => ({ name, built: true, holds: sessions, asks: 'always' as const, needsModel: true })),
    // Whether its program can go on with a session it says when it begins; one that cannot begins afresh, as where a session was lost.
    { name: 'acp', built: true, holds: ['command', ...sessions], asks: 'always' },
    // Any program: nothing is known of its sessions.
    { name: 'command', built: true, holds: ['command', 'instructions', 'skills'], asks: 'named' },
    // It plays what it is told to, so that whatever can be asked of an agent can be rehearsed.
    { name: 'scripted', built: true, holds: sessions },
  ],
  defaultSandbox: 'bubblewrap',
};
