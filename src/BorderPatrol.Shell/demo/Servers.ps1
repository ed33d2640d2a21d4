# Starting, stopping and asking the shop's servers.

function Start-Server([string] $Program, [string] $Log, [string[]] $Options) {
    $id = [int] (Invoke-BPTraced "$PSScriptRoot/serve.sh" $Log $Program --urls=http://127.0.0.1:0 @Options)
    $process = [Diagnostics.Process]::GetProcessById($id)
    while ([IO.File]::ReadAllText($Log) -notmatch 'listening on (\S+)') {
        if ($process.HasExited) { throw "$Program did not start: $([IO.File]::ReadAllText($Log))" }
        [Threading.Thread]::Sleep(20)
    }
    @{
        Url  = $Matches[1]
        Stop = {
            kill $id
            $null = $process.WaitForExit(10000)
        }.GetNewClosure()
    }
}

# PostgreSQL on a free port, its files in a folder of their own, owned by a user who may run it; nothing where that cannot be had.
function Start-Database {
    $bin = Find-PostgresFolder
    if (-not $bin) { return }
    $place = [IO.Directory]::CreateTempSubdirectory('borderpatrol-demo-').FullName
    $as = @('env')
    if ([Environment]::UserName -eq 'root') {
        $as = 'runuser', '-u', 'postgres', '--', 'env'
        chown postgres $place
    }
    sh -c '"$@"' sh @as "PATH=${bin}:/usr/bin:/bin" "$PSScriptRoot/database.sh" $place
    if ($LASTEXITCODE) { throw "The database could not be made; see $place." }
    $port = Get-FreePort
    Invoke-BPTraced @as "$bin/pg_ctl" -D "$place/data" -l "$place/server.log" -w -s -o "-p $port -k $place -c listen_addresses=127.0.0.1" start
    @{
        Connection = "Host=127.0.0.1;Port=$port;Username=shop;Database=postgres;Server Compatibility Mode=NoTypeLoading;No Reset On Close=true"
        Stop       = {
            sh -c '"$@"' sh @as "$bin/pg_ctl" -D "$place/data" -m fast -w -s stop
            [IO.Directory]::Delete($place, $true)
        }.GetNewClosure()
    }
}

# PostgreSQL refuses to run as root, so root needs the user postgres, who must be able to read the shim.
function Find-PostgresFolder {
    $programs = @(Get-Command initdb -CommandType Application -ErrorAction Ignore | ForEach-Object { $_.Path })
    if ([IO.Directory]::Exists('/usr/lib/postgresql')) {
        $programs += [IO.Directory]::GetDirectories('/usr/lib/postgresql') | ForEach-Object { "$_/bin/initdb" }
    }
    $programs = @($programs | Where-Object { [IO.File]::Exists($_) })
    if (-not $programs) { return }
    if ([Environment]::UserName -eq 'root') {
        $shim = "$([IO.Path]::GetDirectoryName((Get-Command Import-BPRawLog).DLL))/libbtrace.so"
        sh -c 'id postgres && runuser -u postgres -- test -r "$0"' $shim *>$null
        if ($LASTEXITCODE) { return }
    }
    [IO.Path]::GetDirectoryName($programs[-1])
}

function Get-FreePort {
    $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
    $listener.Start()
    $listener.LocalEndpoint.Port
    $listener.Stop()
}

# The first round only opens the connections, one for each request that will be on its way at a time.
function Send-Requests([string] $Url, [int] $Count, [int] $AtATime) {
    $client = [Net.Http.HttpClient]::new()
    [Threading.Tasks.Task]::WaitAll(@(1..$AtATime | ForEach-Object { $client.GetStringAsync("$Url/ready") }))
    $open = [Collections.Generic.List[Threading.Tasks.Task]]::new()
    foreach ($number in 1..$Count) {
        if ($open.Count -eq $AtATime) { $open.RemoveAt([Threading.Tasks.Task]::WaitAny($open.ToArray())) }
        $open.Add($client.GetStringAsync("$Url/basket/$number"))
    }
    [Threading.Tasks.Task]::WaitAll($open.ToArray())
    $client.Dispose()
}
