/**
 * A plan as it was most likely meant: each mistyped name is taken for the nearest that there is. What
 * is wrong with that plan is wrong besides; what only follows from the slip is not told.
 */
import type { IrFault } from '../../kernel/check-ir.ts';
import type { Ir } from '../../kernel/ir.ts';
import { nearest } from '../nearest.ts';

/** Mistyped names that are looked at: nobody makes more of them at once. */
const mostSlips = 20;
const mostNames = 100;

export interface Mended {
  readonly ir: Ir;
  /** The faults that were mended. */
  readonly slips: readonly IrFault[];
}

export function mendNames(ir: Ir, faults: readonly IrFault[]): Mended {
  const meant = faults.filter(({ unknown }) => unknown !== undefined).slice(0, mostSlips).flatMap((fault) => {
    const { name = '', among = [] } = fault.unknown ?? {};
    const [near] = nearest(name, among.slice(0, mostNames));
    return near === undefined || isSaidBeside(ir, fault, near) ? [] : [{ fault, near }];
  });
  if (meant.length === 0) return { ir, slips: [] };
  const mended = structuredClone(ir);
  for (const { fault, near } of meant) exchange(mended, fault.path, near);
  return { ir: mended, slips: meant.map(({ fault }) => fault) };
}

/** An outcome that is wired already was not meant a second time. */
function isSaidBeside(ir: Ir, { code, path }: IrFault, near: string): boolean {
  if (code !== 'outcome-unknown') return false;
  const step = ir.workflows[Number(path[1])]?.steps[Number(path[3])];
  return step?.wires.some(({ on }) => on === near) === true;
}

/** Puts another text at a path, if one is there. */
function exchange(whole: object, path: IrFault['path'], text: string): void {
  let part: unknown = whole;
  for (const [at, key] of path.entries()) {
    if (typeof part !== 'object' || part === null || !Object.hasOwn(part, key)) return;
    const next: unknown = Reflect.get(part, key);
    if (at === path.length - 1 && typeof next === 'string') Reflect.set(part, key, text);
    part = next;
  }
}
