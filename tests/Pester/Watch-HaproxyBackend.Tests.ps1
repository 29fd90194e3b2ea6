BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'common/Cluster.psm1') -Force
    Import-ClusterModule
}

Describe 'Watch-HaproxyBackend' {
    # Whether these tests have a terminal depends on who runs them: a pwsh of their own has none.
    BeforeAll {
        $script:Manifest = (Get-Module Ultrafarma.Cluster).Path -replace '\.dll$', '.psd1'

        function Invoke-Pwsh([string] $Command) {
            # Where TERM is set, pwsh itself writes the terminal's key modes between the lines.
            @("Import-Module '$script:Manifest'; $Command" | pwsh -NoProfile -Command - |
                ForEach-Object { $_ -replace '\e\[\?1[hl]' } | Where-Object { $_ })
        }
    }

    It 'says without a terminal what to use instead' {
        $answer = Invoke-Pwsh 'try { Watch-HaproxyBackend } catch { $_.FullyQualifiedErrorId; $_.Exception.Message }'
        $answer[0] | Should -BeLike 'NoTerminal,*'
        $answer[1] | Should -BeLike '*Get-HaproxyServer*Measure-HaproxyTraffic*'
    }

    It 'ends the pipeline then, whatever the error action is' {
        $answer = Invoke-Pwsh "try { Watch-HaproxyBackend -ErrorAction SilentlyContinue; 'went on' } catch { 'ended' }"
        $answer | Should -Be 'ended'
    }

    It 'loads Spectre.Console only for the view' {
        [AppDomain]::CurrentDomain.GetAssemblies().GetName().Name | Should -Not -Contain 'Spectre.Console'
    }

    It 'takes the interval as a time' {
        { Watch-HaproxyBackend -Interval 0 } | Should -Throw -ErrorId 'ParameterArgumentTransformationError,*'
        { Watch-HaproxyBackend -Interval soon } | Should -Throw -ErrorId 'ParameterArgumentTransformationError,*'
    }
}
