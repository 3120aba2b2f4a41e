#!/usr/bin/env bash
# Builds every fuzz target into $OUT, each with its seeds, its dictionary and its options, from the sources in $SRC/gcs-prot.
# Runs in the image of OSS-Fuzz, and wherever a nightly toolchain and cargo-fuzz are:
#
#     SRC=$(dirname "$PWD") OUT=$PWD/target/oss-fuzz fuzz/oss-fuzz/build.sh
#
# In that command, the sources are those of this repository.
set -euo pipefail
: "${SRC:?}" "${OUT:?}"
if [[ -d $SRC/gcs-prot/fuzz ]]; then
    cd "$SRC/gcs-prot"
else
    cd "$(dirname "$0")/../.."
fi
mkdir -p "$OUT"

# The image has a nightly toolchain as its default.
cargo=(cargo)
cargo +nightly --version >/dev/null 2>&1 && cargo=(cargo +nightly)
sanitizer=${SANITIZER:-address}

fuzz/seed
"${cargo[@]}" fuzz build --release --debug-assertions --sanitizer "$sanitizer"
release=fuzz/target/$("${cargo[@]}" -vV | sed -n 's/^host: //p')/release

for source in fuzz/fuzz_targets/*.rs; do
    target=$(basename "$source" .rs)
    cp "$release/$target" "$OUT/$target"
    (cd "fuzz/corpus/$target" && python3 -m zipfile -c "$OUT/${target}_seed_corpus.zip" .)
    { echo "[libfuzzer]"; fuzz/options "$target"; } >"$OUT/$target.options"
done
cp fuzz/json.dict "$OUT/"
