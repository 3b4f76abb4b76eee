/** Every wire that there is. Lists of models have the same path in three of them: there the credential's header tells whose it is. */

import { chat } from './chat.ts';
import { gemini } from './gemini.ts';
import { messages } from './messages.ts';
import { responses } from './responses.ts';
import type { Wire } from './wire.ts';

export const wires: readonly Wire[] = [messages, responses, chat, gemini];
