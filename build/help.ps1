# Makes en-US/ and pt-BR/Ultrafarma.Cluster.dll-Help.xml from the pages in docs/. platyPS does it, nothing of ours.
$ErrorActionPreference = 'Stop'
$root = [IO.Path]::GetFullPath("$PSScriptRoot/..")
$isPlatyPs = [bool](Get-Module platyPS -ListAvailable)
if ($isPlatyPs) {
    Import-Module platyPS
}
elseif (Get-Module Microsoft.PowerShell.PlatyPS -ListAvailable) {
    Import-Module Microsoft.PowerShell.PlatyPS
    [Console]::Error.WriteLine('Made by Microsoft.PowerShell.PlatyPS, since platyPS 0.14 is not installed: this MAML lacks default ' +
        'values and example code. Look at it with Get-Help, but commit what platyPS 0.14 makes.')
}
else {
    throw 'platyPS is not installed. Install-Module platyPS (0.14) gets it from the PowerShell Gallery.'
}

foreach ($language in 'en-US', 'pt-BR') {
    $pages = "$root/docs/$language"
    $target = "$root/$language"
    $file = "$target/Ultrafarma.Cluster.dll-Help.xml"
    # What stands there is replaced as a whole: a page that was removed must not live on.
    $text = if ($isPlatyPs) {
        $null = New-ExternalHelp -Path $pages -OutputPath $target -Force
        [IO.File]::ReadAllText($file)
    }
    else {
        $folder = [IO.Path]::Combine([IO.Path]::GetTempPath(), [IO.Path]::GetRandomFileName())
        $null = [IO.Directory]::GetFiles($pages, '*.md') | ForEach-Object { Import-MarkdownCommandHelp -Path $_ } |
            Export-MamlCommandHelp -OutputFolder $folder -Force
        [IO.File]::ReadAllText("$folder/Ultrafarma.Cluster/Ultrafarma.Cluster.dll-Help.xml")
        [IO.Directory]::Delete($folder, $true)
    }

    # The same bytes on every machine.
    [IO.File]::WriteAllText($file, $text.Replace("`r`n", "`n").TrimEnd() + "`n")
    "$file is up to date."
}
