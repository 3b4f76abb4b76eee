/**
 * Names of hosts that a sandbox may reach: one host each, by its name, or all below a name that is somebody's own.
 * A wildcard where anybody can have a name would let out to anybody, and an address, or this machine's own name,
 * would lead past the gateway.
 */

const maxHostLength = 253;
const maxLabelLength = 63;
const letters = 'abcdefghijklmnopqrstuvwxyz';
const digits = '0123456789';

/** Where anybody can have a name of their own; those of whole countries are told by their shape. */
const anybodys = [
  'amazonaws.com', 'appspot.com', 'azureedge.net', 'azurewebsites.net', 'blogspot.com', 'cloudfront.net', 'cloudfunctions.net', 'core.windows.net', 'duckdns.org', 'firebaseapp.com',
  'fly.dev', 'github.io', 'gitlab.io', 'googleapis.com', 'herokuapp.com', 'netlify.app', 'ngrok.app', 'ngrok.io', 'ngrok-free.app', 'onrender.com', 'pages.dev', 'r2.dev', 'readthedocs.io',
  'repl.co', 'run.app', 's3.amazonaws.com', 'trycloudflare.com', 'vercel.app', 'web.app', 'workers.dev',
];
const seconds = ['ac', 'co', 'com', 'edu', 'go', 'gob', 'gov', 'mil', 'ne', 'net', 'or', 'org'];
const countryLength = 2;

/** Why a text is neither a host nor `*.` and what all of them end with, in words; `null` when it is one. */
export function hostRuleFault(text: string): string | null {
  if (!text.startsWith('*.')) return hostFault(text);
  const suffix = text.slice('*.'.length);
  const fault = hostFault(suffix);
  if (fault !== null) return fault;
  const [name = ''] = suffix.split(':');
  return isAnybodys(name) ? 'is a wildcard where anybody can have a name' : null;
}

function isAnybodys(name: string): boolean {
  const [second = '', top = '', ...more] = name.split('.');
  if (top === '' || anybodys.includes(name)) return true;
  return more.length === 0 && top.length === countryLength && seconds.includes(second);
}

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
