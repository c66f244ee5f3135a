#compdef cdcctl
# zsh completion of cdcctl: source <(cdcctl completion zsh), or as _cdcctl in a directory of $fpath
_cdcctl() {
  local -a candidates
  candidates=("${(@f)$("${words[1]}" -o table completion zsh -- "${(@)words[2,CURRENT]}" 2>/dev/null)}")
  candidates=(${candidates:#})
  if (( ${#candidates} )); then
    _describe 'cdcctl' candidates
  else
    _files
  fi
}
if [[ ${funcstack[1]} == _cdcctl ]]; then
  _cdcctl "$@"
else
  compdef _cdcctl cdcctl
fi
