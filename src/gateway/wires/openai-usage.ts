/** How OpenAI's two wires tell what was used: the input with what came from a cache, the output with what was thought. */

import { countAt, type Tally } from './reply-meter.ts';

const names = {
  responses: { input: 'input_tokens', output: 'output_tokens', details: 'input_tokens_details' },
  chat: { input: 'prompt_tokens', output: 'completion_tokens', details: 'prompt_tokens_details' },
} as const;

/** Whether it was told. */
export function takeUsage(usage: unknown, tally: Tally, wire: keyof typeof names): boolean {
  const { input, output, details } = names[wire];
  const [all, printed] = [countAt(usage, input), countAt(usage, output)];
  if (all === null || printed === null) return false;
  tally.cacheRead = Math.min(all, countAt(usage, details, 'cached_tokens') ?? countAt(usage, 'prompt_cache_hit_tokens') ?? 0);
  tally.cacheWrite = Math.min(all - tally.cacheRead, countAt(usage, details, 'cache_write_tokens') ?? 0);
  tally.input = all - tally.cacheRead - tally.cacheWrite;
  tally.output = printed;
  return true;
}
