/**
 * How a program of whom nothing is known finds its model: by every name under which one is looked for.
 *
 * All of them lead to the gateway, and show the order's placeholder: which one a program reads is its own business.
 */

import type { AgentOrder, ModelAccess } from '../ports/agent.ts';
import { geminiSettings } from './gemini.ts';
import { opencodeConfig } from './opencode.ts';

export function acpEnv({ decl: { model } }: AgentOrder, gateway: ModelAccess): Readonly<Record<string, string>> {
  const { url, key } = gateway;
  return {
    ESPALIER_MODEL_URL: url, ESPALIER_MODEL_KEY: key,
    ANTHROPIC_BASE_URL: url, ANTHROPIC_API_KEY: key, OPENAI_BASE_URL: `${url}/v1`, OPENAI_API_KEY: key, GOOGLE_GEMINI_BASE_URL: url, GEMINI_API_KEY: key, GEMINI_CLI_NO_RELAUNCH: 'true',
    ...(model === undefined ? {} : {
      ESPALIER_MODEL: model, ANTHROPIC_MODEL: model, ANTHROPIC_SMALL_FAST_MODEL: model, ANTHROPIC_DEFAULT_HAIKU_MODEL: model, OPENCODE_CONFIG_CONTENT: opencodeConfig(model, gateway),
    }),
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1', CLAUDE_CODE_MAX_RETRIES: '2', CLAUDE_CODE_MAX_OUTPUT_TOKENS: '16000', API_TIMEOUT_MS: '600000', DISABLE_AUTOUPDATER: '1', IS_SANDBOX: '1',
    MODEL_PROVIDER: 'espalier', CODEX_CONFIG: codexConfig(model, url), INITIAL_AGENT_MODE: 'agent-full-access', NO_BROWSER: '1',
    OPENCODE_DISABLE_MODELS_FETCH: '1', OPENCODE_DISABLE_AUTOUPDATE: '1', OPENCODE_PURE: '1', npm_config_offline: 'true',
  };
}

/** Codex asks its own makers unless it is told of another provider. */
function codexConfig(model: string | undefined, url: string): string {
  return JSON.stringify({
    ...(model === undefined ? {} : { model }), web_search: 'disabled', analytics: { enabled: false }, features: { plugins: false }, model_provider: 'espalier',
    model_providers: { espalier: { name: 'espalier', base_url: `${url}/v1`, env_key: 'ESPALIER_MODEL_KEY', wire_api: 'responses', request_max_retries: 2, stream_max_retries: 2 } },
  });
}

/** Gemini's program asks for a login that nobody could make, and again for minutes, unless a file says otherwise. */
export const acpHome: ReadonlyMap<string, string> = new Map([['.gemini/settings.json', geminiSettings]]);
