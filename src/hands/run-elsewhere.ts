/**
 * Paths that are run by others than the project's own gates: pipelines, hooks, agents, editors, shells.
 *
 * Whoever takes such a change in runs it, with rights that no sandbox of ours bounds.
 */

const directories: readonly string[] = [
  '.github/workflows', '.github/actions', '.gitlab', '.circleci', '.buildkite', '.husky', '.githooks', '.vscode', '.idea', '.devcontainer',
  '.claude', '.codex', '.cursor', '.gemini', '.opencode', '.pi', '.zed', '.fleet', '.woodpecker', '.forgejo', '.gitea', '.teamcity',
];

const names: ReadonlySet<string> = new Set([
  '.gitlab-ci.yml', '.travis.yml', 'azure-pipelines.yml', 'bitbucket-pipelines.yml', 'jenkinsfile', '.drone.yml', '.cirrus.yml', 'appveyor.yml', '.appveyor.yml', 'cloudbuild.yaml',
  '.pre-commit-config.yaml', 'lefthook.yml', 'lefthook.yaml', '.lefthook.yml', '.lintstagedrc', '.huskyrc', '.envrc', '.env', '.gitmodules', '.gitattributes', '.gitconfig',
  '.mcp.json', 'mcp.json', 'claude.md', 'agents.md', 'gemini.md', '.cursorrules', '.aider.conf.yml', 'opencode.json', '.tool-versions', 'mise.toml', '.mise.toml', '.nvmrc',
  '.bashrc', '.profile', '.zshrc', '.npmrc', '.yarnrc', '.yarnrc.yml', '.pypirc', 'devcontainer.json', '.editorconfig',
]);

/** Some file systems know no case, and so do some that read these. */
export function isRunElsewhere(path: string): boolean {
  const folded = path.toLowerCase();
  if (directories.some((directory) => folded.startsWith(`${directory}/`) || folded.includes(`/${directory}/`))) return true;
  return names.has(folded.slice(folded.lastIndexOf('/') + 1));
}
