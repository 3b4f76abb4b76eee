// A plan as the text of its file: two spaces, one newline at the end.
import type { Ir } from '../../src/kernel/ir.ts';

export function recipeText(ir: Ir): string {
  return `${JSON.stringify(ir, null, 2)}\n`;
}
