/** `completion SHELL`: what a shell sources so that it completes verbs, options and files. */
import { exitCodes } from './exit-codes.ts';
import { globalOptions } from './parse-args.ts';
import { UsageError } from './usage-error.ts';
import type { Act, Verb } from './verb.ts';
import { verbs } from './verbs.ts';

export const completion: Act = (call, terminal) => {
  const [shell = ''] = call.arguments;
  const script = shells[shell];
  if (script === undefined) throw new UsageError(`There is no completion for ${shell}. It is one of ${Object.keys(shells).join(', ')}.`);
  terminal.surroundings.stdout.write(script(verbs.filter(({ isHidden }) => isHidden !== true)));
  return Promise.resolve(exitCodes.ok);
};

type Script = (shown: readonly Verb[]) => string;

const shells: Readonly<Record<string, Script | undefined>> = {
  bash: (shown) => `# espalier completion bash >> ~/.bashrc
_espalier() {
  local word=\${COMP_WORDS[COMP_CWORD]} verb= at
  for ((at = 1; at < COMP_CWORD; at += 1)); do
    case \${COMP_WORDS[at]} in -*) ;; *) verb=\${COMP_WORDS[at]}; break ;; esac
  done
  local words before=\${COMP_WORDS[COMP_CWORD - 1]}
  if [[ $word == = ]]; then word=; elif [[ $before == = ]]; then before=\${COMP_WORDS[COMP_CWORD - 2]}; fi
  case "$verb $before" in
${valuesOf(shown).map(({ verb, option, words }) => `    "${verb} --${option}") COMPREPLY=($(compgen -W '${words}' -- "$word")); return ;;`).join('\n')}
  esac
  case $verb in
    '') words='${[...shown.map(({ name }) => name), ...globals()].join(' ')}' ;;
${shown.map((verb) => `    ${verb.name}) words='${optionsOf(verb).join(' ')}' ;;`).join('\n')}
    *) words= ;;
  esac
  if [[ -n $verb && $word != -* ]]; then COMPREPLY=($(compgen -f -- "$word")); else COMPREPLY=($(compgen -W "$words" -- "$word")); fi
}
complete -o filenames -F _espalier espalier
`,
  zsh: (shown) => `#compdef espalier
_espalier() {
  local -a verbs
  verbs=(
${shown.map(({ name, summary }) => `    ${single(`${name}:${summary.replaceAll(':', '\\:')}`)}`).join('\n')}
  )
  local verb= at
  for ((at = 2; at < CURRENT; at += 1)); do
    case $words[at] in -*) ;; *) verb=$words[at]; break ;; esac
  done
  case "$verb $words[CURRENT-1]" in
${valuesOf(shown).map(({ verb, option, words }) => `    "${verb} --${option}") compadd -- ${words}; return ;;`).join('\n')}
  esac
  case $verb in
    '') _describe verb verbs; compadd -- ${globals().join(' ')}; return ;;
${shown.map((verb) => `    ${verb.name}) compadd -- ${optionsOf(verb).join(' ')} ;;`).join('\n')}
  esac
  _files
}
if [ "$funcstack[1]" = _espalier ]; then _espalier "$@"; else compdef _espalier espalier; fi
`,
  fish: (shown) => `${[
    ...shown.map(({ name, summary }) => `complete -c espalier -n __fish_use_subcommand -f -a ${name} -d ${single(summary)}`),
    ...shown.flatMap((verb) => verb.options.map((option) => `complete -c espalier -n '__fish_seen_subcommand_from ${verb.name}' ${fishOption(option)}`)),
    ...globalOptions.map((option) => `complete -c espalier ${fishOption(option)}`),
  ].join('\n')}\n`,
};

function fishOption({ name, value, among, says }: Verb['options'][number]): string {
  const values = among === undefined ? '' : ` -f -a ${single(among.join(' '))}`;
  return `-l ${name}${value === undefined ? '' : ' -r'}${values} -d ${single(says)}`;
}

interface Values {
  readonly verb: string;
  readonly option: string;
  readonly words: string;
}

/** The options whose values are a few words, so that no files are shown there. */
function valuesOf(shown: readonly Verb[]): readonly Values[] {
  return shown.flatMap(({ name: verb, options }) => options.flatMap(({ name: option, among }) => (
    among === undefined ? [] : [{ verb, option, words: among.join(' ') }]
  )));
}

function globals(): readonly string[] {
  return globalOptions.map(({ name }) => `--${name}`);
}

function optionsOf({ options }: Verb): readonly string[] {
  return [...options.map(({ name }) => `--${name}`), ...globals()];
}

/** In single quotes, for all three shells. */
function single(text: string): string {
  return `'${text.replaceAll("'", '’')}'`;
}
