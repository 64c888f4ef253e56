#compdef chardev-fc chardev-fc.js
# zsh completion of chardev-fc: chardev-fc completion zsh

_chardev-fc() {
  local line value
  local -a typed found continued
  typed=("${(@Q)words[2,CURRENT]}")
  typed[-1]=$PREFIX
  for line in ${(f)"$(${(Q)~words[1]} complete -- "${typed[@]}" 2>/dev/null </dev/null)"}; do
    value=${line%%$'\t'*}
    line=${value//:/\\:}${line#$value}
    # The path of --report html=PATH follows without a space.
    if [[ $value == *= ]]; then continued+=($line); else found+=(${line/$'\t'/:}); fi
  done
  if (( $#found + $#continued == 0 )); then
    compset -P '[a-z-]##='
    _files
    return
  fi
  _describe -V 'chardev-fc' found -- continued -S ''
}

# The file is a function of $fpath, or was read by source.
if [[ $funcstack[1] == _chardev-fc ]]; then
  _chardev-fc "$@"
else
  compdef _chardev-fc chardev-fc chardev-fc.js
fi
