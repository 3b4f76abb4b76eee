/**
 * Names: of tasks, units, workflows, steps, agents, gates, sandboxes and outcomes.
 *
 * 1–64 of `a-z`, `0-9` and `-`, and a letter first. ASCII only, so that two names that look
 * the same are the same, and so that a name is safe as a file name, a trailer and a Map key.
 */
import { maxNameLength } from './caps.ts';

/** What a name may look like, for the `instead` of a fault. */
export const nameRule: string = `1 to ${maxNameLength} of a-z, 0-9 and "-", a letter first`;

export function isName(text: string): boolean {
  if (text.length < 1 || text.length > maxNameLength || !isLetter(text.charCodeAt(0))) return false;
  for (let at = 1; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (!isLetter(unit) && !isDigit(unit) && unit !== 0x2d) return false;
  }
  return true;
}

function isLetter(unit: number): boolean {
  return unit >= 0x61 && unit <= 0x7a;
}

function isDigit(unit: number): boolean {
  return unit >= 0x30 && unit <= 0x39;
}
