/** What providers answer beside models' replies: counts of tokens, lists of models, that they are there. */

export type Answering = (status: number, value: unknown) => void;

const counted = 1_000;

export function sideAnswer(method: string, path: string, answer: Answering): void {
  if (path.endsWith('/count_tokens')) return answer(200, { input_tokens: counted });
  if (path.endsWith(':countTokens')) return answer(200, { totalTokens: counted });
  if (method === 'GET' && path.endsWith('/models')) return answer(200, { object: 'list', data: [], models: [], has_more: false });
  if (path === '/' && ['GET', 'HEAD'].includes(method)) return answer(200, { ok: true });
  return answer(404, { error: { message: `the scripted model has no ${method} ${path}` } });
}
