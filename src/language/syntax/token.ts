/** The smallest parts of a file that mean something. */

export type Mark = '{' | '}' | '[' | ']' | '(' | ')' | ',' | ':' | '=' | '->';
export type TokenKind = 'word' | 'number' | 'text' | 'comment' | 'end' | Mark;

export interface Token {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
  /** A text's value with its escapes read; of all others what is written. */
  readonly text: string;
  /** Line ends between the token before and this one; the file's first token has one. */
  readonly breaks: number;
  /** It, or what stood before it, could not be read; a finding says why. */
  readonly doubtful: boolean;
}
