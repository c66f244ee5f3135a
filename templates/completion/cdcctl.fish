# fish completion of cdcctl: cdcctl completion fish | source
function __cdcctl_candidates
    set -l words (commandline -opc) (commandline -ct)
    set -l candidates ($words[1] -o table completion fish -- $words[2..-1] 2>/dev/null)
    if test (count $candidates) -gt 0
        printf '%s\n' $candidates
    else
        __fish_complete_path (commandline -ct)
    end
end
complete -c cdcctl -f -a '(__cdcctl_candidates)'
