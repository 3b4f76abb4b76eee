/**
 * A line without what differs from run to run though nothing else does: times, durations, process numbers, addresses,
 * ports, hashes, names in the temporary directory; paths in the workspace become relative.
 *
 * Two values of such a kind that a test compares look alike after this. That is the price of telling that a failure is
 * the same as before (R7, T7).
 */

type Rule = readonly [RegExp, string | ((found: string, ...groups: string[]) => string)];

const rules: readonly Rule[] = [
  [/(?:file:\/\/)?(?<![\w./-])\/work\/(?=[\w@.[(-])/g, ''],
  [/(?:file:\/\/)?(?<![\w.-]|[\w.-]\/)\/work\b(?![\w/.-])/g, '.'],
  [/(?<![\w.-])\/(?:private\/)?(?:var\/folders\/[\w+]+\/[\w+]+\/T|var\/tmp|tmp|dev\/shm)\/[\w@%+=.~/-]+/g, temporary],
  [/\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?: ?(?:Z|UTC|GMT|[+-]\d\d:?\d\d))?(?!\w)/g, '<time>'],
  [/(?<![\w:./])\d{1,2}:\d\d:\d\d(?:[.,]\d{1,9})?(?: ?[AP]M)?(?![\w:])/g, '<time>'],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, '<uuid>'],
  [/\b0x[0-9a-f]{5,16}\b/gi, '<address>'],
  [/(?<![0-9A-Za-z])(?=[0-9a-f]{0,15}[0-9])(?=[0-9a-f]{0,15}[a-f])[0-9a-f]{16,128}(?![0-9A-Za-z])/g, '<hash>'],
  [/(?<!timed out (?:in|after) |timeout of )(?<![\w.])\d+(?:\.\d+)?(?:ms|µs|μs|us|ns)(?!\w)/g, '<duration>'],
  [/(?<![\w.])\d+\.\d+ ?s(?:ec(?:ond)?s?)?(?!\w)/g, '<duration>'],
  [/(?<=\b(?:in|took|after|for|elapsed:?) )(?<!timed out (?:in|after) )\d+(?:\.\d+)? (?:ms|s|sec|secs|seconds?|minutes?|milliseconds?)(?!\w)/g, '<duration>'],
  [/\((?:\d+ms|\d+(?:\.\d+)? ?m?s)\)/g, '(<duration>)'],
  [/(?<=\bpid[ =:#]{1,3})\d+/gi, '<pid>'],
  [/(?<=\(node:)\d+(?=\))/g, '<pid>'],
  [/(?<===)\d+(?===)/g, '<pid>'],
  [/(?<=\bthread '[^'\n]{0,200}' \()\d+(?=\))/g, '<pid>'],
  [/(?<=\bgoroutine )\d+/g, '<n>'],
  [/(?<=\b(?:127\.0\.0\.1|localhost|0\.0\.0\.0|::1\]?):)\d{4,5}\b/g, '<port>'],
];

export function normalised(line: string): string {
  let text = line;
  for (const [pattern, by] of rules) text = typeof by === 'string' ? text.replaceAll(pattern, by) : text.replaceAll(pattern, by);
  return text;
}

/** A plain file name below a directory is kept: what made the directory did not choose it. */
function temporary(found: string): string {
  const [, , ...below] = found.replace(/\/(?:private\/|var\/(?:folders\/[\w+]+\/[\w+]+\/)?|dev\/)/, '/').split('/');
  const name = below.length > 1 ? (below.at(-1) ?? '') : '';
  return /^[a-z][a-z_-]{0,40}\.[a-z]{1,5}$/.test(name) ? `/tmp/…/${name}` : '/tmp/…';
}
