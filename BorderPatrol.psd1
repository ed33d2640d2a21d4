@{
    RootModule           = 'out/BorderPatrol/BorderPatrol.Cmdlets.dll'
    ModuleVersion        = '1.0.0'
    GUID                 = '7d0c5b0e-3f52-4a1f-9a57-5d4f7b0c2a10'
    Author               = 'The BorderPatrol contributors'
    Copyright            = '(c) 2026 The BorderPatrol contributors. MIT licence.'
    Description          = 'Precise request traces through systems of unmodified programs: which processes and threads worked for a request, in what order, which messages they exchanged, and where the time went.'
    PowerShellVersion    = '7.6'
    CompatiblePSEditions = @('Core')
    NestedModules        = @('out/BorderPatrol/Invoke-BPTraced.psm1')
    FormatsToProcess     = @(
        'out/BorderPatrol/BPEvent.format.ps1xml'
        'out/BorderPatrol/BPLogDaemon.format.ps1xml'
        'out/BorderPatrol/BPRequest.format.ps1xml'
        'out/BorderPatrol/BPRun.format.ps1xml'
        'out/BorderPatrol/BPSpan.format.ps1xml'
        'out/BorderPatrol/BPTracing.format.ps1xml'
    )
    FunctionsToExport    = @('Invoke-BPTraced')
    AliasesToExport      = @()
    VariablesToExport    = @()
    CmdletsToExport      = @(
        'Disable-BPTracing'
        'Enable-BPTracing'
        'Get-BPEvent'
        'Get-BPLogDaemon'
        'Get-BPPath'
        'Get-BPRequest'
        'Import-BPRawLog'
        'Start-BPLogDaemon'
        'Stop-BPLogDaemon'
    )
    PrivateData          = @{
        PSData = @{
            Tags       = @('Tracing', 'Profiling', 'Performance', 'Linux', 'HTTP', 'PostgreSQL')
            LicenseUri = 'https://opensource.org/license/mit'
        }
    }
}
