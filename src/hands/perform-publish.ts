/** Publishing (R2): exactly the commit that a person approved, to the branch that the intent names. */

import type { ReportResult } from '../kernel/facts.ts';
import type { Work } from './hand-parts.ts';
import { publishBody, publishTitle } from './publish-text.ts';

export async function performPublish(work: Work): Promise<ReportResult> {
  const { publication } = work.sheet;
  if (publication === null) throw new Error('nobody has approved a commit to publish');
  const { commit } = publication;
  const order = await work.parts.repo.commitsBetween(work.begunAt, commit);
  const stack = work.stack.filter((unit) => order.includes(unit.commit)).toSorted((a, b) => order.indexOf(a.commit) - order.indexOf(b.commit));
  const outcome = await work.parts.publisher.publish({ ...publication, title: publishTitle(work), body: publishBody(work, { commit, stack }) });
  if (outcome.ok) return { type: 'published', commit, ok: true, text: outcome.where };
  // Without a network it is nobody's failure yet: the order is tried again, as often as faults may be (T3).
  if (outcome.passing) return { type: 'fault', text: outcome.why };
  return { type: 'published', commit, ok: false, text: outcome.why };
}
