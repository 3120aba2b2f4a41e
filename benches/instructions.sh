#!/bin/sh
# Counts the instructions of this crate's work on the corpus, which no other load on the machine changes.
#
#   benches/instructions.sh           counts, and compares with benches/instructions.txt
#   benches/instructions.sh --write   counts, and writes that file anew
#
# Fails where a count is more than MARGIN percent above the file's, or where parsing or building a header takes more than
# by hand. Needs valgrind.
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
        printf "%-34s %8d %8s %s\n", name, $3, known ? before[name] : "new", grown ? "MORE THAN BEFORE" : ""
        failed += grown
    }
    END {
        for (name in before)
            if (!(name in now)) { print name " is no longer counted"; failed++ }
        if (now["header parse"] > now["header parse-by-hand"]) { print "parsing by hand takes less"; failed++ }
        if (now["header build"] > now["header build-by-hand"]) { print "building by hand takes less"; failed++ }
        exit failed > 0
    }' "$counts" "$now"
