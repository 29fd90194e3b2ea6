#!/usr/bin/env bash
# ./build.sh build|test|lab|demo|bench|help|package: everything this project does on a Linux machine with the .NET SDK.
# build.ps1 is the same for PowerShell.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
# shellcheck source=build/packages.sh
. build/packages.sh

usage() {
    cat <<'USAGE'
Usage: ./build.sh TARGET
  build              compile, and lay the module out in out/Ultrafarma.Cluster
  test [FILTER]      build, start the lab, run all tests (or those dotnet test --filter FILTER names)
  lab COMMAND...     the lab of real servers in namespaces (./build.sh lab -h)
  demo [--keep]      a real five-node cluster, a conflict of 1,400 files, and its repair
  bench              our times beside those of the tools we replace
  help               the MAML in en-US/ and pt-BR/ from the pages in docs/ (needs pwsh and platyPS)
  package            out/packages: .nupkg, .tar.gz, ufcluster for linux-x64, SHA256SUMS
USAGE
}

need_sdk() {
    command -v dotnet >/dev/null || { echo "The .NET SDK 10 is needed: https://dotnet.microsoft.com/download" >&2; exit 1; }
}

compile() {
    need_sdk
    dotnet build Ultrafarma.Cluster.slnx -c Release -v quiet -nologo
}

target=${1:-}
[ $# -gt 0 ] && shift
case $target in
    build) compile ;;
    test) compile && need_lab && exec build/test.sh "$@" ;;
    lab) need_lab && exec tests/lab/lab.sh "$@" ;;
    demo) compile && need_lab && exec build/demo.sh "$@" ;;
    bench) compile && need_lab && exec bench/bench.sh "$@" ;;
    help) compile && exec pwsh -NoProfile -File build/help.ps1 ;;
    package) compile && exec build/package.sh ;;
    -h | --help) usage ;;
    *) usage >&2; exit 2 ;;
esac
