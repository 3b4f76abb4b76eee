/** What a sandbox may reach, as it is written and as requests are judged by it. */

import { hostRuleFault } from '../kernel/check/host-name.ts';
import { type Authority, plainPort, tlsPort } from './judge-request.ts';

/** Without a port: the usual two. A text that is none is a fault of who allows it. */
export function allowRules(texts: readonly string[]): readonly Authority[] {
  return texts.flatMap((text) => (text.includes(':') ? [ruleOf(text)] : [ruleOf(text), { host: text, port: plainPort }]));
}

export function ruleOf(text: string): Authority {
  const fault = hostRuleFault(text);
  if (fault !== null) throw new TypeError(`Cannot allow a host: ${JSON.stringify(text.slice(0, 200))} ${fault}`);
  const [host = '', port] = text.split(':');
  return { host, port: port === undefined ? tlsPort : Number(port) };
}
