/**
 * Keys that are known by their shape.
 *
 * No pattern here can backtrack far: a fixed beginning, then characters of one set, as many as there are up to a bound,
 * and nothing behind them. What takes more than that is read by hand. So a text of any size is gone through a few times.
 */

import { findJwts, findPrivateKeys } from './find-long-shapes.ts';
import type { Span } from './span.ts';

interface Shape {
  readonly kind: string;
  readonly pattern: RegExp;
}

const shapes: readonly Shape[] = [
  { kind: 'AWS key', pattern: /(?<![A-Za-z0-9])(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Za-z0-9])/g },
  { kind: 'GitHub token', pattern: /(?<![A-Za-z0-9])(?:gh[pousr]_[A-Za-z0-9]{36,512}|github_pat_[A-Za-z0-9_]{22,512})/g },
  { kind: 'GitLab token', pattern: /(?<![A-Za-z0-9])gl(?:pat|dt|rt|ptt|cbt|soat)-[A-Za-z0-9_-]{20,512}/g },
  { kind: 'Slack token', pattern: /(?<![A-Za-z0-9])(?:xox[abeoprs]|xapp)-[A-Za-z0-9-]{10,512}/g },
  { kind: 'Anthropic key', pattern: /(?<![A-Za-z0-9])sk-ant-[A-Za-z0-9_-]{16,512}/g },
  { kind: 'OpenAI key', pattern: /(?<![A-Za-z0-9])sk-(?:(?:proj|svcacct|admin|or-v1)-[A-Za-z0-9_-]{20,512}|[A-Za-z0-9]{20,512})/g },
  { kind: 'Google key', pattern: /(?<![A-Za-z0-9])(?:AIza[A-Za-z0-9_-]{35}|ya29\.[A-Za-z0-9_-]{20,2048})/g },
  { kind: 'Stripe key', pattern: /(?<![A-Za-z0-9])(?:[sr]k_live_[A-Za-z0-9]{16,512}|whsec_[A-Za-z0-9]{24,512})/g },
  { kind: 'npm token', pattern: /(?<![A-Za-z0-9])npm_[A-Za-z0-9]{36}(?![A-Za-z0-9])/g },
  { kind: 'PyPI token', pattern: /(?<![A-Za-z0-9])pypi-[A-Za-z0-9_-]{50,2048}/g },
  { kind: 'Hugging Face token', pattern: /(?<![A-Za-z0-9])hf_[A-Za-z0-9]{34}(?![A-Za-z0-9])/g },
  { kind: 'SendGrid key', pattern: /(?<![A-Za-z0-9])SG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}/g },
];

/** One set of characters up to a mark that is none of them: the next `://` lies behind what was looked at. */
const login = /:\/\/([^\s/?#@:"'<>`\\]{0,256}):([^\s/?#"'<>`\\]{1,512})@/g;

export function findShapes(text: string): readonly Span[] {
  return [...shapes.flatMap((shape) => matches(text, shape)), ...findJwts(text), ...findPrivateKeys(text), ...findLogins(text)];
}

function matches(text: string, { kind, pattern }: Shape): readonly Span[] {
  const spans: Span[] = [];
  for (const { 0: found, index } of text.matchAll(pattern)) if (!isExample(found)) spans.push({ from: index, to: index + found.length, kind });
  return spans;
}

/** The key that the vendor's own documents show. */
function isExample(key: string): boolean {
  return key.endsWith('EXAMPLE');
}

/** Of a URL's login the password alone: who is meant is no secret. */
function findLogins(text: string): readonly Span[] {
  const spans: Span[] = [];
  for (const { 0: whole, 1: user = '', 2: password = '', index } of text.matchAll(login)) {
    const to = index + whole.length - 1;
    if (!isPlaceholder(password, user)) spans.push({ from: to - password.length, to, kind: 'password' });
  }
  return spans;
}

const words: ReadonlySet<string> = new Set(['password', 'passwd', 'pass', 'secret', 'example', 'changeme', 'test', 'postgres', 'mysql', 'root', 'admin', 'guest', 'token']);

/** What stands for a password, in documents and in tests: a variable, a word, the user's own name, stars. */
function isPlaceholder(password: string, user: string): boolean {
  return password === user || words.has(password.toLowerCase()) || '${<%*'.includes(password.charAt(0)) || new Set(password).size < 3;
}
