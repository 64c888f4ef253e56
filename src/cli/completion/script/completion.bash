# bash completion of chardev-fc: chardev-fc completion bash

_chardev_fc() {
  # COMP_WORDS is also split at the characters of COMP_WORDBREAKS, as in debian:sid; spaces in the line show the words.
  local line=${COMP_LINE:0:COMP_POINT} part words=()
  for part in "${COMP_WORDS[@]:0:COMP_CWORD+1}"; do
    if [[ ${#words[@]} -eq 0 || $line == [[:space:]]* ]]; then
      line=${line#"${line%%[![:space:]]*}"}
      words+=('')
    fi
    words[-1]+=${line:0:${#part}}
    line=${line:${#part}}
  done

  # bash replaces what follows the last of these characters, or an opening quote.
  local word=${words[-1]} kept='' breaks=${COMP_WORDBREAKS//[^:=]/}
  if [[ $word == [\"\']* ]]; then
    word=${word:1}
  elif [[ -n $breaks && $word == *["$breaks"]* ]]; then
    kept=${word%"${word##*["$breaks"]}"}
  fi
  words[-1]=$word

  local found
  COMPREPLY=()
  while IFS= read -r found; do
    found=${found%%$'\t'*}
    COMPREPLY+=("${found#"$kept"}")
    # The path of --report html=PATH follows without a space.
    if [[ $found == *= ]]; then compopt -o nospace; fi
  done < <("${1/#\~\//$HOME/}" complete -- "${words[@]:1}" 2>/dev/null </dev/null)
}

# Where nothing is found, bash completes the names of files.
complete -o default -F _chardev_fc chardev-fc chardev-fc.js
