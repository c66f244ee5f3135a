#!/usr/bin/env bash
# Dead letters, for on-call or cron. Prints what is open by cause, puts back the letters of the causes that are given
# (those that have failed for a reason that has passed), and tells by its exit code what is left.
#
#   dead-letters.sh                       looks only
#   dead-letters.sh b3999921 c5588a83     puts the letters of two causes back first
#
# CDCCTL_FILE  the definition; ./cdcctl.yaml without it
# RATE         letters put back per second at most; 50 without it
# MAX_OPEN     open letters that are fine; 0 without it
#
# Exit code: 0 no more than MAX_OPEN are open; 3 more are; 4 some were not put back, or failed again; 5 the sinks have
# not consumed them, or a system is unreachable; others as those of cdcctl.
set -euo pipefail

cdcctl dlq list

replayed=0
if [ "$#" -gt 0 ]; then
  causes=()
  for cause in "$@"; do causes+=(--cause "$cause"); done
  cdcctl replay-dlq "${causes[@]}" --rate "${RATE:-50}" || replayed=$?
fi

left=0
open=$(cdcctl dlq count --max "${MAX_OPEN:-0}") || left=$?
# Whatever else went wrong, nothing was counted.
if [ "$left" -ne 0 ] && [ "$left" -ne 3 ]; then exit "$left"; fi
echo "open dead letters: $open"

if [ "$replayed" -ne 0 ]; then exit "$replayed"; fi
exit "$left"
