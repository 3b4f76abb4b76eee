/**
 * What an agent is told of the envelope: how it changes files by words alone.
 *
 * It holds no line that is a fence, or looks like one: a program that prints what it was asked has asked for nothing.
 */

export function envelopePrompt(nonce: string): string {
  return `## If you cannot change files yourself

Print the changes, once, at the end of your answer. They stand between fences: lines that begin with \`=== ${nonce}\`, one blank,
and one of the words below, with nothing before or behind it, not indented, and not within a code block.

- \`begin\` is the first fence, and \`end\` the last.
- \`new PATH\` is followed by all lines of a file that is not there yet.
- \`edit PATH\` is followed by lines exactly as they stand in a file that is there, where they stand exactly once; then comes the
  fence \`with\`, and the lines that are to stand there instead.

So the first line of it is \`=== ${nonce} begin\`, and the last is \`=== ${nonce} end\`. There may be many \`new\` and \`edit\`; several edits
of one file are found in the file as it is now, and must not overlap. All of it is applied, or nothing.
`;
}
