/** The providers that a person need not declare, and who is asked on a wire. */

import type { Provider, WireName } from '../../ports/provider.ts';

/** Where Claude Code as well looks for a token made for unattended use. */
export const subscriptionVariable = 'CLAUDE_CODE_OAUTH_TOKEN';

export const knownProviders: readonly Provider[] = [
  {
    name: 'anthropic', speaks: ['messages'], url: new URL('https://api.anthropic.com'),
    keys: [{ from: 'env', name: 'ANTHROPIC_API_KEY' }, { from: 'env', name: subscriptionVariable }],
  },
  { name: 'openai', speaks: ['responses', 'chat'], url: new URL('https://api.openai.com'), keys: [{ from: 'env', name: 'OPENAI_API_KEY' }] },
  { name: 'gemini', speaks: ['gemini'], url: new URL('https://generativelanguage.googleapis.com'), keys: [{ from: 'env', name: 'GEMINI_API_KEY' }] },
];

/** The person's own word goes before what is known. */
export function providerOf(wire: WireName, own: readonly Provider[]): Provider {
  const answers = ({ speaks }: Provider): boolean => speaks.includes(wire);
  const provider = own.find(answers) ?? knownProviders.find(answers);
  if (provider === undefined) throw new RangeError(`Cannot find a provider: ${wire} is spoken by none`);
  return provider;
}
