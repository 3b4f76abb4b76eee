# Types each argument into a zsh of its own terminal, presses the key that completes, and prints the last word of what
# stands there then. $SCRIPT is the completion, a file `_espalier`. Nothing waits for a time: each read is for a text.
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell "PS1='ready''>'; fpath=(${(q)SCRIPT:h} \$fpath); autoload -Uz compinit; compinit -u -D; \
  tell() { print -r -- \"<<\$BUFFER>>\"; BUFFER=; }; zle -N tell; bindkey '^T' tell; bindkey '^I' expand-or-complete"
typeset out
zpty -r -m shell out '*ready>*'
for line in "$@"; do
  zpty -w -n shell "$line"$'\t\x14'
  zpty -r -m shell out '*<<*>>*'
  out=${out##*<<}
  print -r -- ${${=${out%%>>*}}[-1]}
done
zpty -d shell
