/**
 * Text that others wrote (titles, guidance, a person's words, a damaged journal) with everything
 * made visible that could steer a terminal or hide something from its reader.
 */

/** Nearly every line that is printed, and no more than that: quickly told. */
const isPlain = /^[\x20-\x7e]*$/;

/**
 * Controls and escapes, half characters, and the invisible marks that hide or turn text around. Made when it is asked for:
 * to gather the characters of such classes takes longer than many a command.
 */
const steering = (): RegExp => /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

export function plainText(text: string): string {
  return isPlain.test(text) ? text : text.replaceAll(steering(), visible);
}

/** What of a JSON text would steer a terminal, as the escapes that JSON has for it. */
export function plainJson(json: string): string {
  return json.replaceAll(steering(), (found) => {
    // Line ends and indents between values are the layout's own; within strings JSON escapes them.
    if (found === '\n') return found;
    return [...Array(found.length).keys()].map((at) => `\\u${found.charCodeAt(at).toString(16).padStart(4, '0')}`).join('');
  });
}

function visible(found: string): string {
  if (found === '\n') return '⏎';
  if (found === '\t') return ' ';
  const point = found.codePointAt(0) ?? 0;
  return point < 0x100 ? `\\x${point.toString(16).padStart(2, '0')}` : `\\u{${point.toString(16)}}`;
}
