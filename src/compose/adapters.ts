/** The adapters that this version knows, and what each of them holds. */
import { type AdapterDescription, type Adapters, sandboxCapabilities, type SandboxCapability } from '../ports/capabilities.ts';
import { type Proof, proves, readProof } from '../sandbox/proof/proof-file.ts';

export function adaptersHere(proofs: string | null): Adapters {
  return { ...adapters, sandboxes: adapters.sandboxes.map((one) => (one.built && proofs !== null ? provedHere(one.name, proofs) : one)) };
}

/** Its proof is read when a workflow first demands something of it: most demand nothing. */
function provedHere(name: string, proofs: string): AdapterDescription<SandboxCapability> {
  let proof: Proof | null | undefined;
  const read = (): Proof | null => (proof === undefined ? proof = readProof(proofs, name) : proof);
  return {
    name, built: true,
    get holds() {
      const found = read();
      return found === null ? [] : sandboxCapabilities.filter((capability) => proves(found, capability).held);
    },
    remedy: (capability) => {
      const found = read();
      if (found === null) return 'run `espalier doctor`, which tries what the sandboxes of this machine hold';
      return `leave it out: ${proves(found, capability).how} (\`espalier doctor\` looks again)`;
    },
  };
}

export const adapters: Adapters = {
  // What one holds differs from machine to machine: nothing, until a proof of this one is read here.
  sandboxes: ['bubblewrap', 'oci', 'gvisor', 'microvm'].map((name) => ({ name, built: true, holds: [] })),
  agents: [
    // Each keeps its session among the files of its home, which go with it from order to order.
    ...['claude', 'codex', 'opencode', 'gemini', 'pi'].map((name) => ({ name, built: true, holds: ['resume', 'continue', 'instructions', 'skills'] as const })),
    { name: 'acp', built: false, holds: [] },
    // Any program: nothing is known of its sessions.
    { name: 'command', built: true, holds: ['command', 'instructions', 'skills'] },
    // It plays what it is told to, so that whatever can be asked of an agent can be rehearsed.
    { name: 'scripted', built: true, holds: ['resume', 'continue', 'instructions', 'skills'] },
  ],
  defaultSandbox: 'bubblewrap',
};
