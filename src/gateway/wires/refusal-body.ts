/**
 * The body of an error in the words of each wire.
 *
 * With status 400 it makes each known program stop at once; others make them try again. The code is in the message as well,
 * because some show nothing else.
 */

import type { Wire } from './wire.ts';

/** Code of a refusal because of what a request would cost. */
export const budgetReached = 'budget_reached';

export const errorBody: Wire['refusal'] = ({ code, message }) => JSON.stringify({
  type: 'error',
  error: { type: 'invalid_request_error', code, message: `${code}: ${message}`, param: null },
});

export const geminiErrorBody: Wire['refusal'] = ({ code, message }) => JSON.stringify({
  error: { code: 400, message: `${code}: ${message}`, status: 'INVALID_ARGUMENT', details: [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: code }] },
});
