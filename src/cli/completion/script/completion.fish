# fish completion of chardev-fc: chardev-fc completion fish

function __chardev_fc_complete
    set -l words (commandline -opc)
    set -l program (string replace -r '^~/' "$HOME/" -- $words[1])
    # Without an opening quote.
    set -l word (string replace -r '^["\']' '' -- (commandline -ct))
    set -l found ($program complete -- $words[2..] "$word" 2>/dev/null </dev/null)
    if set -q found[1]
        printf '%s\n' $found
        return
    end
    # A path, which may follow --kernel= or html=.
    set -l before (string match -r '^[a-z-]+=' -- "$word")
    for path in (__fish_complete_path (string replace -r '^[a-z-]+=' '' -- "$word"))
        printf '%s\n' "$before$path"
    end
end

complete -c chardev-fc -k -f -a '(__chardev_fc_complete)'
complete -c chardev-fc.js -k -f -a '(__chardev_fc_complete)'
