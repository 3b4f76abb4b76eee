/**
 * Names of hosts that a sandbox may reach: one host each, by its name. A wildcard would let out
 * more than was looked at, and an address, or this machine's own name, would lead past the gateway.
 */

const maxHostLength = 253;
const maxLabelLength = 63;
const letters = 'abcdefghijklmnopqrstuvwxyz';
const digits = '0123456789';

/** Why a text is no host, with a port or without, in words; `null` when it is one. */
export function hostFault(text: string): string | null {
  const [host = '', port, ...more] = text.split(':');
  if (more.length > 0) return 'is an address and not a name';
  if (port !== undefined && !isPort(port)) return 'has a port that is none';
  if (host === '') return 'has no name';
  if (host.includes('*')) return 'is a wildcard';
  if (host.length > maxHostLength) return `is longer than ${maxHostLength} letters`;
  const labels = host.split('.');
  if (!labels.every(isLabel)) return 'is not a name of lower-case letters, digits, `-` and dots';
  const last = labels.at(-1) ?? '';
  if (isNumeral(last)) return 'is an address and not a name';
  return last === 'localhost' ? 'is this machine itself' : null;
}

function isLabel(label: string): boolean {
  if (label === '' || label.length > maxLabelLength || label.startsWith('-') || label.endsWith('-')) return false;
  for (const character of label) if (!`${letters}${digits}-`.includes(character)) return false;
  return true;
}

/** What the system would read as a number, `10.1` and `0x7f000001` among them. */
function isNumeral(label: string): boolean {
  return digits.includes(label[0] ?? '-') && Number.isFinite(Number(label));
}

function isPort(text: string): boolean {
  if (text === '' || text.length > 5 || text.startsWith('0')) return false;
  for (const digit of text) if (!digits.includes(digit)) return false;
  return Number(text) <= 65_535;
}
