#!/bin/sh
# Counts the instructions of this crate's work on the corpus. Other load on the machine does not affect the counts.
#
#   benches/instructions.sh           counts, and compares with benches/instructions.txt
#   benches/instructions.sh --write   counts, and updates that file
#
# Fails if a count exceeds that in the file by more than MARGIN percent, or if parsing or building a header takes more
# instructions than code written by hand. Needs valgrind.
set -eu
cd "$(dirname "$0")/.."
: "${MARGIN:=15}"
counts=benches/instructions.txt
times=10

program=$(cargo bench --bench instructions --no-run --message-format=json |
    sed -n 's/.*"name":"instructions".*"executable":"\([^"]*\)".*/\1/p')
now=$(mktemp)
trap 'rm -f "$now"' EXIT

"$program" list | while read -r op message; do
    total=$(valgrind --tool=callgrind --callgrind-out-file=/dev/null --toggle-collect='*counted*' \
        "$program" "$op" "$message" "$times" 2>&1 | sed -n 's/.*Collected : \([0-9]*\).*/\1/p')
    echo "$op $message $((total / times))"
done >"$now"

if [ "${1-}" = --write ]; then
    cp "$now" "$counts"
fi
awk -v margin="$MARGIN" '
    FNR == NR { before[$1 " " $2] = $3; next }
    {
        name = $1 " " $2
        now[name] = $3
        known = name in before
        grown = known && $3 > before[name] * (1 + margin / 100)
        printf "%-34s %8d %8s %s\n", name, $3, known ? before[name] : "new", grown ? "INCREASED" : ""
        failed += grown
    }
    END {
        for (name in before)
            if (!(name in now)) { print name " is no longer counted"; failed++ }
        if (now["header parse"] > now["header parse-by-hand"]) { print "parsing by hand takes fewer instructions"; failed++ }
        if (now["header build"] > now["header build-by-hand"]) { print "building by hand takes fewer instructions"; failed++ }
        exit failed > 0
    }' "$counts" "$now"
