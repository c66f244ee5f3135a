# bash completion of cdcctl: source <(cdcctl completion bash)
_cdcctl() {
  local word words=() IFS=$'\n'
  # Readline takes --option=value apart.
  for word in "${COMP_WORDS[@]:1:COMP_CWORD}"; do
    [[ $word == '=' ]] || words+=("$word")
  done
  [[ ${COMP_WORDS[COMP_CWORD]} == '=' ]] && words+=('')
  COMPREPLY=($("${COMP_WORDS[0]}" -o table completion bash -- "${words[@]}" 2>/dev/null))
}
complete -o default -F _cdcctl cdcctl
