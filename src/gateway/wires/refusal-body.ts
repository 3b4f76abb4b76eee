/**
 * The body of an error in the words of each wire.
 *
 * With status 400 it makes each known program stop at once; other statuses make them try again. The code is in the message as
 * well, because some show nothing else; codex shows «budget reached» in its own words.
 */

import type { Wire } from './wire.ts';

/** Code of a refusal because of what a request would cost. */
export const budgetReached = 'budget_reached';

/** Code of a refusal because the provider answers nobody for longer than a program may wait. Of rates it says nothing: opencode would try again (measured). */
export const providerRests = 'provider_rests';
const unpaid: readonly string[] = [budgetReached, providerRests];

const body = (type: string, { code, message }: Parameters<Wire['refusal']>[0]): string =>
  JSON.stringify({ type: 'error', error: { type, code, message: `${code}: ${message}`, param: null } });

export const errorBody: Wire['refusal'] = (fault) => body('invalid_request_error', fault);

/** What is only invalid, claude asks five times more, each time with fewer features (measured): what is unpaid it does not. */
export const messagesErrorBody: Wire['refusal'] = (fault) => body(unpaid.includes(fault.code) ? 'billing_error' : 'invalid_request_error', fault);

export const geminiErrorBody: Wire['refusal'] = ({ code, message }) => JSON.stringify({
  error: { code: 400, message: `${code}: ${message}`, status: 'INVALID_ARGUMENT', details: [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: code }] },
});
