// What the programs that are known send to their model, in the shape in which they send it; only its texts are shorter.
// Every wire lets all of them pass, and its tests put what is forbidden into them.
import type { WireName } from '../../src/gateway/wires/wire.ts';

export interface WireSample {
  readonly program: string;
  readonly wire: WireName;
  readonly target: string;
  readonly model: string;
  readonly document: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;
}

const schema = { $schema: 'https://json-schema.org/draft/2020-12/schema', type: 'object', properties: { command: { type: 'string' }, url: { type: 'string' } }, required: ['command'] };
const id = '01a1ff41-f351-7612-84ad-f40349ba365e';

const claude: WireSample = {
  program: 'claude', wire: 'messages', target: '/v1/messages?beta=true', model: 'claude-opus-4-6',
  headers: {
    accept: 'application/json', 'content-type': 'application/json', 'user-agent': 'claude-cli/2.1.329 (external, sdk-cli)', 'x-claude-code-session-id': id,
    'x-stainless-arch': 'x64', 'x-stainless-timeout': '600', 'anthropic-dangerous-direct-browser-access': 'true', 'anthropic-version': '2023-06-01',
    'anthropic-beta': 'claude-code-20250219,interleaved-thinking-2025-05-14,context-management-2025-06-27,per-turn-control-2026-07-01,mid-conversation-tool-changes-2026-07-01,thinking-token-count-2026-05-13,advanced-tool-use-2025-11-20,effort-2025-11-24,thinking-display-updates-2026-08-18',
    'x-api-key': 'placeholder', 'x-app': 'cli', connection: 'keep-alive', host: '127.0.0.1:3128', 'accept-encoding': 'gzip, deflate, br, zstd', 'content-length': '88050',
  },
  document: {
    model: 'claude-opus-4-6',
    messages: [
      { role: 'user', content: [{ type: 'text', text: 'Create out.txt' }] },
      { role: 'assistant', content: [{ type: 'thinking', thinking: 'hmm', signature: 'c2ln' }, { type: 'text', text: 'I write' }, { type: 'tool_use', id: 'toolu_1', name: 'Bash', input: { command: 'echo hi', url: 'https://example.com', type: 'web_search' } }] },
      { role: 'user', content: [{ tool_use_id: 'toolu_1', type: 'tool_result', content: [{ type: 'text', text: 'hi' }, { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'aGk=' } }], is_error: false, cache_control: { type: 'ephemeral', ttl: '1h' } }] },
    ],
    system: [{ type: 'text', text: 'You are an agent.' }, { type: 'text', text: 'Be brief.', cache_control: { type: 'ephemeral' } }],
    tools: [{ name: 'Bash', description: 'runs', input_schema: schema }, { name: 'Later', description: 'later', input_schema: schema, defer_loading: true }],
    metadata: { user_id: '{"device_id":"cf","account_uuid":""}' },
    max_tokens: 64_000,
    thinking: { type: 'adaptive', display: 'updates' },
    context_management: { edits: [{ type: 'clear_thinking_20251015', keep: 'all' }] },
    output_config: { effort: 'high' },
    stream: true,
  },
};

const codex: WireSample = {
  program: 'codex', wire: 'responses', target: '/v1/responses', model: 'gpt-5.5',
  headers: {
    'x-codex-beta-features': 'remote_compaction_v2', 'x-codex-window-id': `${id}:0`, 'x-client-request-id': id, 'session-id': id, 'thread-id': id,
    accept: 'text/event-stream', 'content-type': 'application/json', authorization: 'Bearer placeholder', originator: 'codex_exec',
    'user-agent': 'codex_exec/0.169.0 (Debian 12.0.0; x86_64) xterm (codex_exec; 0.169.0)', host: '127.0.0.1:3128', 'content-length': '38039',
  },
  document: {
    model: 'gpt-5.5', stream: true,
    input: [
      { type: 'message', id: 'm1', role: 'developer', content: [{ type: 'input_text', text: 'You are an agent.' }] },
      { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Create out.txt' }, { type: 'input_image', image_url: 'data:image/png;base64,aGk=' }] },
      { type: 'reasoning', id: 'rs_1', summary: [{ type: 'summary_text', text: 'hmm' }], encrypted_content: 'gAAAA' },
      { type: 'message', role: 'assistant', status: 'completed', content: [{ type: 'output_text', text: 'I write', annotations: [], logprobs: [] }] },
      { type: 'function_call', id: 'fc_1', name: 'exec_command', arguments: '{"cmd":"echo hi"}', call_id: 'call_1' },
      { type: 'function_call_output', call_id: 'call_1', output: 'hi' },
      { type: 'additional_tools', tools: [{ type: 'namespace', name: 'mine', description: 'mine', tools: [{ type: 'function', name: 'f', parameters: schema, strict: false }] }] },
    ],
    tools: [
      { type: 'function', name: 'exec_command', description: 'runs', strict: false, parameters: schema },
      { type: 'custom', name: 'apply_patch', description: 'patches', format: { type: 'grammar', syntax: 'lark', definition: 'start: "x"' } },
      { type: 'tool_search', execution: 'client', description: 'finds', parameters: schema },
    ],
    tool_choice: 'auto', parallel_tool_calls: true, reasoning: { effort: 'medium' }, store: false, include: ['reasoning.encrypted_content'],
    prompt_cache_key: id, text: { verbosity: 'low' }, client_metadata: { 'x-codex-turn-metadata': '{"workspaces":{}}', session_id: id },
  },
};

const opencode: WireSample = {
  program: 'opencode', wire: 'chat', target: '/v1/chat/completions', model: 'm1',
  headers: { authorization: 'Bearer placeholder', 'content-type': 'application/json', 'user-agent': 'opencode/1.18.33 ai-sdk/provider-utils/4.0.23 runtime/bun/1.3.14', 'x-session-affinity': 'ses_1', accept: '*/*' },
  document: {
    model: 'm1', max_tokens: 8_000, tool_choice: 'auto', stream: true, stream_options: { include_usage: true },
    messages: [
      { role: 'system', content: 'You are an agent.' }, { role: 'user', content: 'Create out.txt' },
      { role: 'assistant', content: null, tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'bash', arguments: '{"command":"echo hi"}' } }] },
      { role: 'tool', tool_call_id: 'call_1', content: 'hi' },
    ],
    tools: [{ type: 'function', function: { name: 'bash', description: 'runs', parameters: schema } }],
  },
};

const pi: WireSample = {
  ...opencode, program: 'pi',
  document: {
    model: 'm1', stream: true, stream_options: { include_usage: true }, store: false, max_completion_tokens: 16_384,
    messages: [{ role: 'system', content: 'You are an agent.' }, { role: 'user', content: [{ type: 'text', text: 'Create out.txt' }, { type: 'image_url', image_url: { url: 'data:image/png;base64,aGk=' } }] }],
    tools: [{ type: 'function', function: { name: 'bash', description: 'runs', parameters: schema, strict: false } }],
  },
};

const gemini: WireSample = {
  program: 'gemini', wire: 'gemini', target: '/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse', model: 'gemini-2.5-flash',
  headers: { 'user-agent': 'GeminiCLI-tui/0.61.0/gemini-2.5-flash (linux; x64; terminal)', 'x-goog-api-client': 'google-genai-sdk/1.30.0 gl-node/v24.21.0', 'content-type': 'application/json', 'x-goog-api-key': 'placeholder', accept: '*/*' },
  document: {
    contents: [
      { role: 'user', parts: [{ text: 'Create out.txt' }, { inlineData: { mimeType: 'image/png', data: 'aGk=' } }] },
      { role: 'model', parts: [{ functionCall: { id: 'c1', name: 'write_file', args: { fileData: 'x', googleSearch: {} } }, thoughtSignature: 'c2ln' }] },
      { role: 'user', parts: [{ functionResponse: { id: 'c1', name: 'write_file', response: { output: 'hi' } } }] },
    ],
    systemInstruction: { role: 'user', parts: [{ text: 'You are an agent.' }] },
    tools: [{ functionDeclarations: [{ name: 'write_file', description: 'writes', parametersJsonSchema: schema }] }],
    generationConfig: { temperature: 1, topP: 0.95, topK: 64, thinkingConfig: { includeThoughts: true, thinkingBudget: 8_192 } },
  },
};

export const wireSamples: readonly WireSample[] = [claude, codex, opencode, pi, gemini];

export function sampleOf(program: string): WireSample {
  const sample = wireSamples.find((one) => one.program === program);
  if (sample === undefined) throw new Error(`there is no sample of ${program}`);
  return sample;
}
