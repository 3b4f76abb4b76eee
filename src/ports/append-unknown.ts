/** An append whose outcome is not known: the events may be in the journal, or appear later, or never. */

export class AppendUnknown extends Error {
  override readonly name = 'AppendUnknown';
}
