#!/usr/bin/env bash
# Counts instructions, which do not drift as times do: of libyaml's bare reading, of readYAML and of a whole compile
# of the same file in one process, of `fohc check` as a whole process, and of a turn of a random user beside one on
# a bare table. Valgrind is installed if it is missing.
set -euo pipefail
cd "$(dirname "$0")/.."
Scripts/install-dependencies.sh valgrind
file=${1:-Examples/blueprints/dental_practice.yaml}

swift build -c release --product fohc --quiet
swift build -c release --package-path Benchmarks --quiet
# Without debugging information, which Valgrind cannot always read.
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
strip -o "$folder/bench" Benchmarks/.build/release/bench
strip -o "$folder/fohc" .build/release/fohc
bench=$folder/bench fohc=$folder/fohc

count() {
  valgrind --tool=callgrind --callgrind-out-file=/dev/null "$@" 2>&1 >/dev/null |
    sed -n 's/.*Collected : \([0-9]*\).*/\1/p'
}

# The second time in one process: without start-up and what is set up once.
again() { echo $(($(count "$bench" "$1" "$file" 2) - $(count "$bench" "$1" "$file" 1))); }

line() { awk -v n="$2" -v f="$scan" -v b="$bytes" -v what="$1" \
  'BEGIN { printf "%-28s %8.2f M %8.0f a byte %7.2f x\n", what, n / 1e6, n / b, n / f }'; }

bytes=$(wc -c <"$file")
scan=$(again scan)
echo "$file, $bytes bytes"
line "libyaml's events, in C (floor)" "$scan"
line "readYAML" "$(again read)"
line "compile, whole" "$(again compile)"
line "fohc check, whole process" "$(count "$fohc" check "$file")"

# Between so many users (or rounds) and twice as many, so that what is done once does not count; by the turn.
turn() {
  local first second
  first=$("$bench" "$1" "$file" "$2") second=$("$bench" "$1" "$file" $((2 * $2)))
  echo $((($(count "$bench" "$1" "$file" $((2 * $2))) - $(count "$bench" "$1" "$file" "$2")) / (second - first)))
}
walk=$(turn walk 200) play=$(turn play 500)
echo "a turn on a bare table (floor)   $walk instructions"
echo "a turn of a random user          $play instructions, $((play / walk)) x"
