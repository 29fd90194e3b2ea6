# Runs the PowerShell text that comes on standard input by the node's pwsh, which "$1" lets read it; the text is of no command line.
for pwsh in "$(command -v pwsh)" /opt/microsoft/powershell/*/pwsh /usr/local/bin/pwsh /snap/bin/pwsh; do
    if [ -n "$pwsh" ] && [ -x "$pwsh" ]; then
        # A pipe, whatever the ssh server uses: only that can be opened by its name.
        cat | "$pwsh" -NoLogo -NoProfile -NonInteractive -Command "$1" 3<&0 </dev/null
        exit
    fi
done
echo 'ultrafarma-cluster: no pwsh' >&2
exit 127
