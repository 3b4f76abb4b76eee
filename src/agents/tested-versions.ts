/** Which version of each program was tried at work in a box: what another does may differ, and is not refused. */

export const testedVersions: Readonly<Record<string, string>> = {
  'claude': '2.1.330', 'codex': '0.169.0', 'gemini': '0.61.0', 'opencode': '1.18.33', 'pi': '0.87.1',
  // By the Agent Client Protocol.
  'claude-agent-acp': '0.100.0', 'codex-acp': '2.6.0',
};
