/** What the run of all agents tells: a row for each check, a column for each program, and how long it took. */

export interface Tried {
  /** `AGENT: CHECK`. */
  readonly name: string;
  readonly end: 'passed' | 'failed' | 'skipped';
  readonly ms: number;
  readonly why: string;
}

export function agentTable(tried: readonly Tried[]): string {
  const parted = tried.map((one) => ({ ...one, agent: one.name.split(': ')[0] ?? '', check: one.name.split(': ').slice(1).join(': ') }));
  const agents = [...new Set(parted.map(({ agent }) => agent))];
  const checks = [...new Set(parted.map(({ check }) => check))];
  const width = Math.max(...checks.map((check) => check.length));
  const cell = (agent: string, check: string): string => {
    const one = parted.find((some) => some.agent === agent && some.check === check);
    return one === undefined ? '–' : one.end === 'passed' ? `${(one.ms / 1_000).toFixed(1)} s` : one.end === 'failed' ? 'FAILED' : 'skipped';
  };
  const line = (head: string, cells: readonly string[]): string => [head.padEnd(width), ...cells.map((text, at) => text.padStart(Math.max(8, agents[at]?.length ?? 0)))].join('  ');
  const sum = (agent: string): string => `${(parted.filter((one) => one.agent === agent).reduce((ms, one) => ms + one.ms, 0) / 1_000).toFixed(0)} s`;
  const told = parted.filter(({ end }) => end !== 'passed').map(({ end, name, why }) => `${end === 'failed' ? 'FAILED ' : 'skipped'}  ${name}: ${why}`);
  const count = (end: Tried['end']): number => tried.filter((one) => one.end === end).length;
  return [
    line('', agents), ...checks.map((check) => line(check, agents.map((agent) => cell(agent, check)))), line('all', agents.map(sum)), '', ...told,
    `${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped`,
  ].join('\n');
}
