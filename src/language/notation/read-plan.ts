/**
 * A plan in JSON or YAML, by the end of its file's name: of the right shape, and with the place of
 * everything in it. What it means is checked like that of any other notation.
 */
import type { Ir } from '../../kernel/ir.ts';
import type { Finding } from '../diagnostics/diagnostic.ts';
import { Losses } from '../lower/losses.ts';
import { Places } from '../lower/places.ts';
import type { NotedText } from './data.ts';
import { mendShape } from './mend-shape.ts';
import { planData } from './plan-data.ts';
import { shapeFindings } from './plan-shape.ts';
import type { readJson } from './read-json.ts';

export interface NotedPlan {
  /** What of it has the shape of a plan; `null`: too little, and `findings` say why. */
  readonly ir: Ir | null;
  readonly findings: readonly Finding[];
  readonly places: Places;
  /** What of it had not its shape. */
  readonly losses: Losses;
}

/** Either notation, already read. */
export type ReadNotation = typeof readJson;

export function readPlan(noted: NotedText, read: ReadNotation): NotedPlan {
  const { data, findings } = read(noted);
  if (data === null) return { ir: null, findings, places: new Places(), losses: new Losses() };
  const planned = planData(noted.file, data);
  const { places } = planned;
  const before = [...findings, ...planned.findings];
  if (planned.findings.some(({ kind }) => kind === 'notation-too-long')) return { ir: null, findings: before, places, losses: new Losses() };
  const { ir, issues, losses } = mendShape(planned.value);
  return { ir, losses, findings: [...before, ...shapeFindings(issues, planned)], places };
}
