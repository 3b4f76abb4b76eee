/** Lines of a stack, and of the source shown around a failure: what a message ends before. */

const frames: readonly RegExp[] = [
  // JavaScript, Java, vitest, and what Node prints of an error's own properties.
  /^\s*at .+[\w)>\]]$/,
  /^\s*❯ /,
  /^\s+at .+ \{$/,
  // A picture of the source: «> 5 | code», «4| code», «  |   ^».
  /^\s*(?:>\s*)?\d{1,7}\s?\|/,
  /^\s*\|\s*[~^]/,
  /^\s*\^+$/,
];
const foreign = /^\s*at (?:[\w.]+\/)?(?:java|javax|jdk|sun|com\.sun|org\.junit|org\.opentest4j|org\.hamcrest|org\.assertj|org\.testng|org\.apache\.maven|kotlin)\./;

export function isFrame(line: string): boolean {
  return frames.some((frame) => frame.test(line));
}

/** A frame in a library that is told by its package alone. */
export function isForeignFrame(line: string): boolean {
  return foreign.test(line);
}

/** What a message says, without the stack below it and the empty lines around it, as far left as it goes. */
export function messageOf(lines: readonly string[]): readonly string[] {
  const end = lines.findIndex((line, at) => at > 0 && isFrame(line));
  return trimmed(end === -1 ? lines : lines.slice(0, end));
}

export function trimmed(lines: readonly string[]): readonly string[] {
  const full = lines.filter((line) => line.trim() !== '');
  const indent = full.reduce((least, line) => Math.min(least, line.length - line.trimStart().length), 80);
  return full.map((line) => line.slice(indent).trimEnd());
}
