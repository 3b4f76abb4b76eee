/**
 * Paths that are run by others than the project's own gates: pipelines, hooks, agents, editors, shells.
 *
 * Whoever takes such a change in runs it, with rights that no sandbox of ours bounds. So none may be
 * changed unless the plan says so (`elsewhere`), and where one was, it is told first.
 */

import { globCoversDir, globMatches, parseGlob } from './glob.ts';
import type { Glob } from './glob.ts';

const directories: readonly string[] = [
  '.github/workflows', '.github/actions', '.gitlab', '.circleci', '.buildkite', '.husky', '.githooks', '.vscode', '.idea', '.devcontainer',
  '.claude', '.codex', '.cursor', '.gemini', '.opencode', '.pi', '.zed', '.fleet', '.woodpecker', '.forgejo', '.gitea', '.teamcity',
];

/** In small letters: who reads them may know no case. */
const names: readonly string[] = [
  '.gitlab-ci.yml', '.travis.yml', 'azure-pipelines.yml', 'bitbucket-pipelines.yml', 'jenkinsfile', '.drone.yml', '.cirrus.yml', 'appveyor.yml', '.appveyor.yml', 'cloudbuild.yaml',
  '.pre-commit-config.yaml', 'lefthook.yml', 'lefthook.yaml', '.lefthook.yml', '.lintstagedrc', '.huskyrc', '.envrc', '.env', '.gitmodules', '.gitattributes', '.gitconfig',
  '.mcp.json', 'mcp.json', 'claude.md', 'agents.md', 'gemini.md', '.cursorrules', '.aider.conf.yml', 'opencode.json', '.tool-versions', 'mise.toml', '.mise.toml',
  '.bashrc', '.profile', '.zshrc', '.npmrc', '.yarnrc', '.yarnrc.yml', '.pypirc', 'devcontainer.json',
];

const globs: readonly Glob[] = [...directories.map((directory) => `**/${directory}/**`), ...names.map((name) => `**/${name}`)].flatMap((text) => {
  const parsed = parseGlob(text);
  return parsed.ok ? [parsed.glob] : [];
});

export function isRunElsewhere(path: string): boolean {
  const folded = fold(path);
  return globs.some((glob) => globMatches(glob, folded));
}

/** Whether every path below a directory is one. Never wrongly true. */
export function isAllRunElsewhere(dir: string): boolean {
  const folded = fold(dir);
  return globs.some((glob) => globCoversDir(glob, folded));
}

/** The letters of ASCII alone: all of these names are made of them. */
function fold(path: string): string {
  let folded = '';
  for (let at = 0; at < path.length; at += 1) {
    const unit = path.charCodeAt(at);
    folded += unit >= 0x41 && unit <= 0x5a ? String.fromCharCode(unit + 0x20) : path.charAt(at);
  }
  return folded;
}
