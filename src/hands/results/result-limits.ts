/** Limits of what is read of a file that a tool wrote, or said that it wrote: code that an agent wrote may have written it. */

export const resultLimits = {
  /** Bytes of one file. */
  fileBytes: 8_388_608,
  /** Tests, or findings, of one file: more are refused, because a missing test would hide a failure. */
  tests: 50_000,
  /** Lines of TAP. */
  lines: 200_000,
  /** XML elements of one file, how deep they lie, and attributes of one. */
  elements: 200_000,
  depth: 64,
  attributes: 64,
  /** Characters of one name of a test, one message, one line of TAP. */
  idCharacters: 400,
  messageCharacters: 2_000,
  lineCharacters: 65_536,
} as const;
