#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0.0' }
# What a user types, from the log daemon to the path.

BeforeAll {
    Import-Module "$PSScriptRoot/../../BorderPatrol.psd1" -Force
}

Describe 'The journey' {
    BeforeAll {
        $log = Join-Path $TestDrive 'test.raw'
        $daemon = Start-BPLogDaemon $log -Port 0
    }

    AfterAll {
        Get-BPLogDaemon | Where-Object Path -EQ $log | Stop-BPLogDaemon
    }

    It 'lists the log daemon' {
        (Get-BPLogDaemon $daemon.Port).Path | Should -Be $log
    }

    It 'passes dash arguments, output and exit code through' {
        Invoke-BPTraced ls -a / | Should -Contain '..'
        Invoke-BPTraced sh -c 'exit 3'
        $LASTEXITCODE | Should -Be 3
    }

    It 'takes pipeline input and gives pipeline output' {
        'b', 'a' | Invoke-BPTraced sort -r | Select-Object -Last 1 | Should -Be 'a'
    }

    It 'traces what a script block starts, and not the shell' {
        Invoke-BPTraced { sh -c 'echo $LD_PRELOAD' } | Should -BeLike '*libbtrace.so'
        sh -c 'echo $LD_PRELOAD' | Should -BeNullOrEmpty
    }

    It 'switches recording off and on while a program runs' {
        Disable-BPTracing -Port $daemon.Port
        Invoke-BPTraced head -c 1 /dev/zero | Out-Null
        ($daemon | Enable-BPTracing -PassThru).Enabled | Should -BeTrue
        Invoke-BPTraced tail -c 1 /etc/hostname | Out-Null
    }

    It 'analyzes what was collected' {
        $run = Stop-BPLogDaemon -Port $daemon.Port -PassThru | Import-BPRawLog
        $run.Events | Should -BeGreaterThan 0
        (Import-BPRawLog $log).AlreadyImported | Should -BeTrue
        $programs = Get-BPEvent $log | ForEach-Object Program
        $programs | Should -Contain 'ls'
        $programs | Should -Contain 'tail'
        $programs | Should -Not -Contain 'head'
        { Get-BPRequest | Sort-Object Duration | Export-Csv (Join-Path $TestDrive 'requests.csv') } | Should -Not -Throw
    }
}

Describe 'Errors' {
    It 'has a stable id and a recommendation for <Id>' -ForEach @(
        @{ Id = 'RawLogNotFound'; Command = { Import-BPRawLog /none.raw } }
        @{ Id = 'StoreNotFound'; Command = { Get-BPRequest -Store /none.duckdb } }
        @{ Id = 'LogDaemonNotFound'; Command = { Stop-BPLogDaemon 1 } }
        @{ Id = 'ProgramNotFound'; Command = { Invoke-BPTraced no-such-program } }
    ) {
        $ErrorActionPreference = 'Stop'
        $caught = $null
        try { & $Command } catch { $caught = $_ }
        $caught.FullyQualifiedErrorId | Should -BeLike "$Id,*"
        $caught.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }
}
