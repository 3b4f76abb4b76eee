/** The blobs that an event names by digest: `verify` looks that each is there, and unchanged. */

import type { Event } from './event.ts';
import type { Evidence } from './rows.ts';

export function blobsOf(event: Event): readonly string[] {
  switch (event.type) {
    case 'RunStarted':
      return event.files.map(([, digest]) => digest);
    case 'EvidenceTaken': case 'ProbeJudged': case 'BaseJudged':
      return logsOf(event.evidence);
    case 'SessionKept':
      return [event.session];
    case 'WorkKept':
      return event.kept.map(({ digest }) => digest);
    default:
      return [];
  }
}

function logsOf(evidence: readonly Evidence[]): readonly string[] {
  return evidence.flatMap((item) => (item.log === null ? [] : [item.log]));
}
