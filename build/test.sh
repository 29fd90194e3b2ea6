#!/usr/bin/env bash
# Runs every test against a lab of its own and ends with "N passed, N failed". build.sh builds and installs before.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
lab=(tests/lab/lab.sh --name "${UFLAB_NAME:-test}")
output=$(mktemp)
trap '"${lab[@]}" down >/dev/null; rm -f "$output"' EXIT
# Before the tests, since it takes every core.
case ${1:-Packaging} in *Packaging*) build/package.sh >/dev/null ;; esac
"${lab[@]}" down >/dev/null
"${lab[@]}" up
UFLAB_STATE=$("${lab[@]}" state)
export UFLAB_STATE

passed=0 failed=0 status=0
"${lab[@]}" exec dotnet test tests/Ultrafarma.Cluster.Tests -c Release --no-build --nologo \
    --logger 'console;verbosity=normal' ${1:+--filter "$1"} 2>&1 | tee "$output" | grep -v '^  Passed ' || status=$?
count() { sed -n "s/^ *$1: *\([0-9]*\)\$/\1/p" "$output" | tail -1; }
passed=$(count Passed) failed=$(count Failed) skipped=$(count Skipped)
# A test that was skipped proves nothing, and neither does a run without tests.
failed=$((${failed:-0} + ${skipped:-0}))
if [ "${passed:-0}" -eq 0 ] || { [ "$status" -ne 0 ] && [ "$failed" -eq 0 ]; }; then failed=$((failed + 1)); fi

if [ -z "${1:-}" ] && command -v pwsh >/dev/null && pwsh -NoProfile -Command 'exit [int]-not (Get-Module Pester -ListAvailable | Where-Object Version -ge "5.0")'; then
    "${lab[@]}" reset
    "${lab[@]}" exec pwsh -NoProfile -File build/pester.ps1 | tee "$output" || true
    read -r pester_passed pester_failed < <(sed -n 's/^Pester: \([0-9]*\) passed, \([0-9]*\) failed$/\1 \2/p' "$output") ||
        { pester_passed=0 pester_failed=1; }
    passed=$((passed + pester_passed)) failed=$((failed + pester_failed))
fi

echo "${passed:-0} passed, $failed failed"
[ "$failed" -eq 0 ]
