#!/usr/bin/env pwsh
<#
.SYNOPSIS
The menu of things to do in this checkout. Each entry calls the ordinary tool for it; nothing needs this script.
.PARAMETER Task
build    compiles everything, native parts included, and lays the module out in out/BorderPatrol (the default)
test     runs all tests
package  builds for release and packs the module into out/BorderPatrol-VERSION.tar.gz
demo     traces a small web shop and shows its paths
clean    removes everything that was built
.EXAMPLE
./build.ps1; Import-Module ./BorderPatrol.psd1
#>
param([ValidateSet('build', 'test', 'package', 'demo', 'clean')] [string] $Task = 'build')

$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $true
$version = (Import-PowerShellDataFile "$PSScriptRoot/BorderPatrol.psd1").ModuleVersion

Push-Location $PSScriptRoot
try {
    switch ($Task) {
        'build' { dotnet build -c Release }
        'test' { dotnet test }
        'package' { dotnet build src/BorderPatrol.Cmdlets -c Release; tar -C out -czf "out/BorderPatrol-$version.tar.gz" BorderPatrol }
        'demo' { dotnet run --project src/BorderPatrol.Shell -c Release -- -File src/BorderPatrol.Shell/demo/first-trace.ps1 }
        'clean' { dotnet build native/native.proj -t:Clean; git clean -Xdfq out src tests }
    }
}
finally {
    Pop-Location
}
