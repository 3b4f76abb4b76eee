/**
 * Headers of a request to a model API: those that are known go on, an account or a key of somebody else's is refused.
 *
 * The rest is dropped: it can do nothing where it does not arrive.
 */

import type { Wire, WireRefusal } from './wire.ts';

export type Header = readonly [name: string, value: string];

export interface PassedHeaders {
  readonly ok: true;
  /** Names are small letters. The real key is not among them. */
  readonly headers: readonly Header[];
  /** Whether the order's own key was shown. */
  readonly showsKey: boolean;
  /** Features that were asked for and are not known here. */
  readonly dropped: readonly string[];
}

const passed = [
  'accept', 'content-type', 'user-agent', 'anthropic-version', 'anthropic-dangerous-direct-browser-access', 'x-app', 'x-goog-api-client',
  'originator', 'session-id', 'session_id', 'thread-id', 'x-client-request-id', 'x-session-affinity', 'x-claude-code-session-id',
];
const passedPrefix = 'x-stainless-';

/** By which programs show keys, on whatever wire. */
const credentials = ['authorization', 'x-api-key', 'x-goog-api-key', 'api-key', 'proxy-authorization'];
/** Whose account is charged, or whose session it is. */
const accounts = ['cookie', 'openai-organization', 'openai-project', 'x-goog-user-project', 'chatgpt-account-id', 'anthropic-workspace-id'];

/** Features that change neither who runs what nor by which price it is counted. */
const features = [
  'claude-code', 'interleaved-thinking', 'thinking-token-count', 'thinking-display-updates', 'redact-thinking', 'adaptive-thinking', 'effort',
  'context-management', 'compact', 'context-1m', 'output-128k', 'model-context-window-exceeded', 'token-counting', 'token-efficient-tools',
  'advanced-tool-use', 'tool-examples', 'fine-grained-tool-streaming', 'structured-outputs', 'computer-use', 'pdfs', 'task-budgets',
  'prompt-caching', 'prompt-caching-scope', 'extended-cache-ttl', 'oauth', 'claude-code-side-query', 'per-turn-control', 'inline-tools',
  'mid-conversation-tool-changes', 'mid-conversation-system', 'mid-conversation-system-clear-at',
];
const featureHeader = 'anthropic-beta';

const refused = (why: string): WireRefusal => ({ ok: false, why });

/** `isOwnKey`: whether this is what the order was given in place of a key. */
export function judgeHeaders(all: readonly Header[], wire: Pick<Wire, 'name'>, isOwnKey: (key: string) => boolean): PassedHeaders | WireRefusal {
  const headers = new Map<string, string>();
  const asked: string[] = [];
  let showsKey = false;
  for (const [name, value] of all.map(([spelled, text]) => [spelled.toLowerCase(), text.trim()] as const)) {
    if (credentials.includes(name)) {
      if (!isOwnKey(value.replace(/^bearer +/i, ''))) return refused(`it shows a key in ${name} that is not this order's`);
      showsKey = true;
    }
    const fault = headerFault(name, value);
    if (fault !== null) return refused(fault);
    if (name === featureHeader) asked.push(...value.split(',').map((feature) => feature.trim()));
    else if (isPassed(name, value)) {
      if (headers.has(name)) return refused(`its ${name} is there twice`);
      headers.set(name, value);
    }
  }
  const kept = wire.name === 'messages' ? asked.filter(isFeature) : [];
  if (kept.length > 0) headers.set(featureHeader, kept.join(','));
  return { ok: true, headers: [...headers], showsKey, dropped: asked.filter((feature) => !kept.includes(feature)) };
}

function headerFault(name: string, value: string): string | null {
  if (accounts.includes(name)) return `${name} names an account, and the gateway's is the only one`;
  if (name === 'content-encoding' && value.toLowerCase() !== 'identity') return 'its body is encoded: it is judged as it is, and not unpacked';
  if (name === 'content-type' && !/^application\/json(\s*;\s*charset=utf-8)?$/i.test(value)) return 'its body is no JSON, by its content-type';
  return null;
}

const isPassed = (name: string, value: string): boolean =>
  (passed.includes(name) || name.startsWith(passedPrefix)) && /^[ -~]{0,1024}$/.test(value);

/** `claude-code-20250219` */
const isFeature = (feature: string): boolean => features.includes(feature.replace(/-\d{4}-?\d{2}-?\d{2}$/, '')) && /\d{4}-?\d{2}-?\d{2}$/.test(feature);
