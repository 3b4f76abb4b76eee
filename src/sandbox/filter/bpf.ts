/**
 * Classic BPF: the few instructions that a seccomp filter needs, with labels instead of offsets.
 *
 * A jump of classic BPF reaches 255 instructions forward; `assemble` refuses a longer one, so that a
 * program that grew is an error here and never a hole there.
 */

export type Instruction =
  | { readonly op: 'load'; readonly offset: number }
  /** Goes on at `goTo` if the test holds, otherwise at the next instruction. */
  | { readonly op: 'if'; readonly test: 'equal' | 'at-least' | 'any-bit'; readonly value: number; readonly goTo: string }
  | { readonly op: 'return'; readonly value: number }
  | { readonly op: 'label'; readonly name: string };

export const codes = { load: 0x20, equal: 0x15, 'at-least': 0x35, 'any-bit': 0x45, return: 0x06 } as const;

const instructionBytes = 8;
const farthest = 255;

/** The program as the kernel reads it. */
export function assemble(program: readonly Instruction[]): Buffer {
  const places = placesOf(program);
  const real = program.filter((one) => one.op !== 'label');
  const bytes = Buffer.alloc(real.length * instructionBytes);
  real.forEach((one, at) => write(bytes.subarray(at * instructionBytes), one, { at, places }));
  return bytes;
}

function placesOf(program: readonly Instruction[]): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  let at = 0;
  for (const one of program) {
    if (one.op === 'label') places.set(one.name, at);
    else at += 1;
  }
  return places;
}

interface Where {
  readonly at: number;
  readonly places: ReadonlyMap<string, number>;
}

function write(into: Buffer, one: Exclude<Instruction, { op: 'label' }>, { at, places }: Where): void {
  const value = one.op === 'load' ? one.offset : one.value;
  into.writeUInt16LE(one.op === 'if' ? codes[one.test] : codes[one.op], 0);
  into.writeUInt32LE(value >>> 0, 4);
  if (one.op !== 'if') return;
  const distance = (places.get(one.goTo) ?? -1) - at - 1;
  if (distance < 0 || distance > farthest) throw new RangeError(`Cannot jump to ${one.goTo}: it is ${distance} instructions away`);
  into.writeUInt8(distance, 2);
}
