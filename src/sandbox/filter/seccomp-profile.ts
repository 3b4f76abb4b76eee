/**
 * The same filter as an engine reads it: a profile of OCI, made of the same tables.
 *
 * It names calls instead of numbering them: a call that the engine's library does not know by name is
 * left out by the engine. An argument is compared by its lower half, which is all that the kernel reads of these.
 */

import { allowedFamilies, namespaceFlags, terminalRequests } from './seccomp-filter.ts';
import { type Architecture, callTables } from './system-calls.ts';

export interface ProfileRule {
  readonly names: readonly string[];
  readonly action: 'SCMP_ACT_ERRNO';
  readonly errnoRet: number;
  readonly args?: readonly Comparison[];
}

interface Comparison {
  readonly index: number;
  readonly op: 'SCMP_CMP_MASKED_EQ';
  /** The mask, and what has to be left under it. */
  readonly value: number;
  readonly valueTwo: number;
}

export interface SeccompProfile {
  readonly defaultAction: 'SCMP_ACT_ALLOW';
  readonly architectures: readonly string[];
  readonly syscalls: readonly ProfileRule[];
}

const errors = { refused: 1, unknown: 38, noFamily: 97 } as const;
const lowerHalf = 0xffffffff;
/** What `allowedFamilies` leaves out of those that a number below this can name; above it one bit is enough to tell. */
const familyBits = 6;

export function seccompProfile(architecture: Architecture): SeccompProfile {
  const table = callTables[architecture];
  const flags = bitsOf(namespaceFlags, 32);
  return {
    defaultAction: 'SCMP_ACT_ALLOW',
    // Calls of another architecture are then refused whole.
    architectures: [architecture === 'x64' ? 'SCMP_ARCH_X86_64' : 'SCMP_ARCH_AARCH64'],
    syscalls: [
      rule(Object.keys(table.refused), errors.refused),
      rule(Object.keys(table.unknown), errors.unknown),
      ...flags.map((flag) => rule(['clone'], errors.refused, { index: 0, value: flag, valueTwo: flag })),
      ...refusedFamilies().map((compare) => rule(['socket'], errors.noFamily, compare)),
      ...terminalRequests.map((request) => rule(['ioctl'], errors.refused, { index: 1, value: lowerHalf, valueTwo: request })),
    ],
  };
}

function rule(names: readonly string[], errnoRet: number, compare?: Omit<Comparison, 'op'>): ProfileRule {
  const args = compare === undefined ? {} : { args: [{ ...compare, op: 'SCMP_CMP_MASKED_EQ' } as const] };
  return { names, action: 'SCMP_ACT_ERRNO', errnoRet, ...args };
}

/** A profile can only name what is refused: small families one by one, all larger ones by each bit that makes them so. */
function refusedFamilies(): readonly Omit<Comparison, 'op'>[] {
  const small = Array.from({ length: 2 ** familyBits }, (_, family) => family).filter((family) => !allowedFamilies.includes(family));
  const large = bitsOf(lowerHalf, 32).filter((bit) => bit >= 2 ** familyBits);
  return [
    ...small.map((family) => ({ index: 0, value: lowerHalf, valueTwo: family })),
    ...large.map((bit) => ({ index: 0, value: bit, valueTwo: bit })),
  ];
}

/** Of 32 bits; arithmetic, since JavaScript's own operators take the highest for a sign. */
function bitsOf(mask: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, at) => 2 ** at).filter((bit) => Math.floor(mask / bit) % 2 === 1);
}
