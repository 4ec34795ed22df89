#!/usr/bin/env bash
# Fuzzes the readers and all that comes after them, guided by coverage (libFuzzer, which comes with Swift).
#
#   Scripts/fuzz.sh run TARGET SECONDS   fuzz json or yaml; what fails is left in Fuzz/.build/findings
#   Scripts/fuzz.sh keep TARGET FILES    keep up to FILES inputs that reach the most in Tests/Fixtures/corpus
set -euo pipefail
cd "$(dirname "$0")/.."
action=$1 target=$2 amount=$3

found=Fuzz/.build/corpus/$target
kept=Tests/Fixtures/corpus/$target
findings=Fuzz/.build/findings
fuzz=Fuzz/.build/release/fuzz
export FUZZ_TARGET=$target
# A trap is to end the process at once: the backtracer can take minutes.
export SWIFT_BACKTRACE=enable=no

build() {
  # Only the compiler is told to instrument: linking is the driver of libFuzzer that leaves `main` to us.
  local driver
  driver=$(clang -print-file-name="libclang_rt.fuzzer_no_main-$(uname -m).a")
  swift build --package-path Fuzz -c release -Xswiftc -Xfrontend -Xswiftc -sanitize=fuzzer \
    -Xswiftc -use-ld=lld -Xlinker "$driver" -Xlinker -lstdc++
  mkdir -p "$found" "$kept" "$findings"
}

run() {
  local words=Fuzz/.build/words.dict seeds=Fuzz/.build/seeds/$target
  # Each quoted word of the published schemas is a line of libFuzzer's dictionary as it stands.
  { grep -ohE '"[A-Za-z0-9_:./~-]+"' Docs/*.schema.json | sort -u; cat Fuzz/syntax.dict; } >"$words"
  mkdir -p "$seeds"
  cp Examples/blueprints/*."$target" "$seeds"
  "$fuzz" -max_total_time="$amount" -max_len=8192 -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
    -dict="$words" -artifact_prefix="$findings/$target-" "$found" "$kept" "$seeds"
}

# libFuzzer picks a small set that reaches what all inputs together reach, and writes first what adds the most. Of
# that, in this order, what there is room for: two kilobytes a file. Files with a name given by hand stay.
keep() {
  local merged=Fuzz/.build/merged/$target
  rm -rf "$merged"
  mkdir -p "$merged"
  "$fuzz" -set_cover_merge=1 -use_counters=0 -max_len=8192 "$merged" "$kept" "$found"
  find "$kept" -regextype posix-extended -regex '.*/[0-9a-f]{40}' -delete
  find "$merged" -type f -printf '%T@ %s %p\n' | sort -n |
    awk -v files="$amount" '$2 <= files * 2000 - size && count < files { size += $2; count++; print $3 }' |
    xargs -I{} cp {} "$kept"
  du -sb "$kept"
}

build
"$action"
