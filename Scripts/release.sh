#!/usr/bin/env bash
# Makes a release from this checkout: checks it, builds fohc and fohc-server with the Swift runtime linked in, packs them,
# tries what was packed, writes checksums, and tags the commit. Nothing is pushed or uploaded; the last lines say how.
#
#   Scripts/release.sh [--dry-run] [--configuration release|debug] [--output FOLDER]
#
#   --dry-run         make everything but the tag; what would refuse a release is only a warning, so that a dirty tree
#                     and a version without a changelog entry do
#   --configuration   `release` unless given. `debug` is for a dry run that has no time for an optimised build: it links
#                     the Swift runtime of this machine, so that what it packs runs only here
#   --output          where the archive and SHA256SUMS go: .build/dist unless given
#
# The version is the one of `Engine.this` and is written nowhere else; `VersionTests` holds the changelog and the README to it.
#
# Exit status: 0 done, 1 refused, 64 usage.
set -euo pipefail
cd "$(dirname "$0")/.."
export LC_ALL=C

dry_run=false
configuration=release
output=.build/dist
usage() {
  echo "release: $1; usage: Scripts/release.sh [--dry-run] [--configuration release|debug] [--output FOLDER]" >&2
  exit 64
}
while [ $# -gt 0 ]; do
  case $1 in
    --dry-run) dry_run=true ;;
    --configuration) configuration=${2:-} && shift ;;
    --output) output=${2:-} && shift ;;
    -h | --help) sed -n '2,/^set /{/^#/s/^# \{0,1\}//p}' "$0" && exit 0 ;;
    *) usage "what is \`$1\`?" ;;
  esac
  shift || usage "the last option needs a value"
done
case $configuration in
  release | debug) ;;
  *) usage "--configuration is \`release\` or \`debug\`" ;;
esac
[ -n "$output" ] || usage "--output needs a folder"
if [ "$configuration" = debug ] && ! $dry_run; then usage "--configuration debug needs --dry-run"; fi

say() { printf -- '--- %s\n' "$1"; }
# refuse WHY: ends the script; in a dry run it only warns.
refuse() {
  if $dry_run; then
    echo "release: warning: $1" >&2
  else
    echo "release: $1" >&2
    exit 1
  fi
}
fail() {
  echo "release: $1" >&2
  exit 1
}

# --- what is released ---

[ "$(uname -s)" = Linux ] || fail "archives are made on Linux"
version=$(grep -rhoE 'static let this = Engine\(version: "[^"]+"\)' Sources | cut -d'"' -f2)
[[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+$ ]] || fail "no single version in \`Engine.this\`: \`$version\`"
tag=v$version
name=fohc-$version-linux-$(uname -m)
say "fohc $version"

# The entry of this version: what stands between its heading and the next.
entry=$(awk -v heading="## $version" '/^## /{inside = ($0 == heading)} inside && !/^## /' CHANGELOG.md)
top=$(grep -m1 '^## ' CHANGELOG.md)
[ "$top" = "## $version" ] ||
  refuse "the first entry of CHANGELOG.md is \`$top\`; a release of $version begins with \`## $version\`"
[ -d "Tests/Fixtures/releases/$version" ] ||
  refuse "Tests/Fixtures/releases/$version is not there: what this version writes has to stay readable (Docs/releasing.md)"
[ -z "$(git status --porcelain)" ] || refuse "the tree is not clean: \`git status\` says what to commit or remove"
! git rev-parse --quiet --verify "refs/tags/$tag" >/dev/null || refuse "the tag $tag exists already; raise the version"

# --- build ---

flags=(--configuration "$configuration")
# What is compiled for the one way of linking does not link in the other: a release is built apart.
scratch=.build
if [ "$configuration" = release ]; then
  scratch=.build/static
  # Swift and Foundation go into the programs. What stays dynamic is C: see INSTALL in the archive.
  flags+=(--static-swift-stdlib --scratch-path "$scratch")
fi
say "swift build ${flags[*]}"
# server_flags: the same for the package of the server.
server_flags=(--package-path Server "${flags[@]/#$scratch/Server/$scratch}")
swift build "${flags[@]}" --product fohc
swift build "${server_flags[@]}" --product fohc-server
built=$(mktemp -d)
trap 'rm -rf "$built"' EXIT
install -m 755 "$(swift build "${flags[@]}" --show-bin-path)/fohc" \
  "$(swift build "${server_flags[@]}" --show-bin-path)/fohc-server" "$built"

# libraries PROGRAM...: the shared libraries that the programs load, beside those of the C library and the compiler.
libraries() {
  ldd "$@" | awk '$2 == "=>" {print $1}' | sort -u |
    grep -vE '^(linux-vdso|libc|libm|libdl|libpthread|librt|libgcc_s|libstdc\+\+)\.so'
}
if [ "$configuration" = release ] && libraries "$built/fohc" "$built/fohc-server" | grep -E '^lib(swift|Foundation|_Foundation|dispatch)'; then
  fail "the programs load these libraries of Swift; they would not start where Swift is not installed"
fi
for program in fohc fohc-server; do
  said=$("$built/$program" --version)
  [ "$said" = "$version" ] || fail "$program --version says \`$said\`, and the sources $version"
done

# --- pack ---

work=$(mktemp -d)
trap 'rm -rf "$built" "$work"' EXIT
folder=$work/$name
mkdir -p "$folder/completions" "$folder/licenses" "$output"
install -m 755 "$built/fohc" "$built/fohc-server" "$folder"
install -m 644 LICENSE README.md CHANGELOG.md "$folder"
for program in fohc fohc-server; do
  "$built/$program" --generate-completion-script bash >"$folder/completions/$program.bash"
  "$built/$program" --generate-completion-script zsh >"$folder/completions/_$program"
  "$built/$program" --generate-completion-script fish >"$folder/completions/$program.fish"
done
# The libraries that are linked in ask that their licences come with every copy.
for checkout in {,Server/}"$scratch"/checkouts/*/; do
  find "$checkout" -maxdepth 1 -type f \( -iname 'license*' -o -iname 'notice*' \) | sort | while read -r file; do
    mkdir -p "$folder/licenses/$(basename "$checkout")"
    install -m 644 "$file" "$folder/licenses/$(basename "$checkout")"
  done
done
{
  echo "fohc $version for Linux on $(uname -m), built with $(ldd --version | head -n 1)."
  echo
  echo "Copy fohc and fohc-server into one folder of PATH, such as /usr/local/bin; fohc finds fohc-server beside itself."
  echo "They need no Swift. They need a C library that is not older, and:"
  echo
  libraries "$built/fohc" "$built/fohc-server" | sed 's/^/    /'
  echo
  echo "Debian and Ubuntu: apt-get install libyaml-0-2 libxxhash0 libsqlite3-0"
  echo "completions/ is for bash, zsh and fish. licenses/ holds the licences of the libraries that are linked in."
} >"$folder/INSTALL"

archive=$output/$name.tar.gz
# The same commit gives the same archive: sorted, without an owner, with the time of the commit.
tar --create --directory="$work" --sort=name --owner=0 --group=0 --numeric-owner \
  --mtime="@$(git log -1 --format=%ct)" "$name" | gzip --no-name --best >"$archive"
(cd "$output" && sha256sum "$name.tar.gz" >SHA256SUMS)
say "$archive ($(du -h "$archive" | cut -f1))"

# --- try what was packed ---

say "trying the archive"
(cd "$output" && sha256sum --check --quiet SHA256SUMS)
mkdir "$work/unpacked"
tar --extract --gzip --file="$archive" --directory="$work/unpacked"
unpacked=$work/unpacked/$name
[ "$("$unpacked/fohc" --version)" = "$version" ] || fail "fohc does not start from the archive"
[ "$("$unpacked/fohc" serve --help | head -c 8)" = OVERVIEW ] || fail "fohc does not find fohc-server beside itself"
for blueprint in Examples/blueprints/*; do
  draft=Examples/drafts/$(basename "${blueprint%.*}").draft.json
  "$unpacked/fohc" compile "$blueprint" 2>/dev/null | cmp - "$draft" ||
    fail "compiling $blueprint from the archive does not give $draft"
done
echo "fohc --version, fohc serve --help and all of Examples/blueprints give what they should"

# --- tag ---

if $dry_run; then
  say "a dry run: no tag was made"
else
  printf 'fohc %s\n\n%s\n' "$version" "$entry" | git tag --annotate "$tag" --cleanup=whitespace --file=-
  say "tagged $(git rev-parse --short HEAD) as $tag"
  echo "next: git push origin $tag; then publish $archive and $output/SHA256SUMS for this tag"
fi
