# Holds the paths that were found against what was sent: basket n asks for n modulo 3 plus 1 prices, each with its own number.

function Find-WrongPath($Found, [int] $Count, [bool] $WithDatabase) {
    $seen = @{}
    foreach ($request in $Found) {
        $path = @(Get-BPPath $request.Id)
        if ($path[0].Text -notmatch '^GET /basket/(\d+) ') { "$($request.Id): begins with '$($path[0].Text)'"; continue }
        $basket = [int] $Matches[1]
        if ($seen.ContainsKey($basket)) { "basket ${basket}: two paths, $($seen[$basket]) and $($request.Id)" }
        $seen[$basket] = $request.Id
        $items = $basket % 3 + 1
        $prices = @($path | Where-Object { $_.Text -match '^GET /price/\d+\?basket=(\d+) ' } | ForEach-Object { $Matches[1] })
        $queries = @($path | Where-Object { $_.Text -match '/\* basket (\d+) \*/' } | ForEach-Object { $Matches[1] })
        foreach ($step in @{ Name = 'prices'; Baskets = $prices }, @{ Name = 'queries'; Baskets = $queries }) {
            $expected = if ($step.Name -eq 'queries' -and -not $WithDatabase) { 0 } else { $items }
            if ($step.Baskets.Count -ne $expected -or @($step.Baskets | Where-Object { $_ -ne $basket })) {
                "basket ${basket}: $expected $($step.Name) were asked for, the path of $($request.Id) has those of baskets '$($step.Baskets)'"
            }
        }
    }
    foreach ($basket in 1..$Count) {
        if (-not $seen.ContainsKey($basket)) { "basket ${basket}: no path" }
    }
}
