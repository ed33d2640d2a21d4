<#
.SYNOPSIS
Traces a small web shop and shows the path of every request through it.
.DESCRIPTION
Starts the log daemon, then, traced, a web server (shop-front) that asks another one (shop-back) for prices, which asks PostgreSQL where it is
installed. Sends requests, stops everything, imports the raw log and shows what was found. Needs neither root nor anything but the built module.
.PARAMETER Requests
How many requests to send. Request number n asks for n modulo 3 plus 1 prices.
.PARAMETER Concurrency
How many of them are on their way at a time.
#>
param([int] $Requests = 24, [int] $Concurrency = 4)

Set-StrictMode -Version 3
$ErrorActionPreference = 'Stop'
$root = [IO.Path]::GetFullPath("$PSScriptRoot/../../..")
if (-not (Get-Command Import-BPRawLog -ErrorAction Ignore)) { Import-Module "$root/BorderPatrol.psd1" }
. "$PSScriptRoot/Servers.ps1"
. "$PSScriptRoot/Check.ps1"

$folder = "$root/out/demo/run"
if ([IO.Directory]::Exists($folder)) { [IO.Directory]::Delete($folder, $true) }
$null = [IO.Directory]::CreateDirectory($folder)

$daemon = Start-BPLogDaemon "$folder/shop.raw" -Port 0
$servers = [Collections.Generic.Stack[object]]::new()
try {
    "The log daemon listens on port $($daemon.Port). Starting the shop ..."
    $database = Start-Database
    if ($database) { $servers.Push($database) } else { 'PostgreSQL is not installed, or its user cannot read this folder: the shop does without.' }
    $options = @(if ($database) { "--database=$($database.Connection)" })
    $back = Start-Server "$root/out/demo/shop-back/shop-back" "$folder/shop-back.log" $options
    $servers.Push($back)
    $front = Start-Server "$root/out/demo/shop-front/shop-front" "$folder/shop-front.log" @("--back=$($back.Url)")
    $servers.Push($front)

    "Sending $Requests requests, $Concurrency at a time, to $($front.Url) ..."
    Send-Requests $front.Url $Requests $Concurrency
}
finally {
    while ($servers.Count) { & $servers.Pop().Stop }
    $daemon | Stop-BPLogDaemon
}

Import-BPRawLog $daemon.Path | Out-Host
$found = @(Get-BPRequest -Service shop-front -Route '/basket/*')
'The requests, times in milliseconds:'
$found | Out-Host
'The path of the one with the most steps:'
$most = ($found | ForEach-Object Spans | ForEach-Object { $top = 0 } { $top = [Math]::Max($top, $_) } { $top })
@($found | Where-Object Spans -EQ $most)[0] | Get-BPPath | Out-Host

$wrong = @(Find-WrongPath $found $Requests ($null -ne $database))
@"
Raw log:  $($daemon.Path)
Store:    $([IO.Path]::ChangeExtension($daemon.Path, '.duckdb'))
Go on:    Get-BPRequest -Store $([IO.Path]::ChangeExtension($daemon.Path, '.duckdb'))

"@
if ($wrong) {
    $wrong
    exit 1
}
"All $Requests requests have exactly their own path."
