# A simple function, because the common parameters of a cmdlet would swallow a program's own -v, -d, -e, -o and -w.
# The engine itself runs the program, so its output, its exit code, its input and Ctrl-C are those of any native command.
# An error in Begin ends only that one statement, as a cmdlet's would; then $begun stays false and the other blocks have nothing to do.
function Invoke-BPTraced {
    # .EXTERNALHELP BorderPatrol.Cmdlets.dll-Help.xml
    begin {
        $traced = [BorderPatrol.Cmdlets.TracedCall]::Create($args, $MyInvocation, $ExecutionContext)
        $pipeline = $traced.Script.GetSteppablePipeline($MyInvocation.CommandOrigin)
        $traced.Enter()
        $begun = $false
        $begun = $null -eq $pipeline.Begin($MyInvocation.ExpectingInput, $ExecutionContext)
    }
    process { if ($begun) { $pipeline.Process($_) } }
    end { if ($begun) { $pipeline.End() } }
    clean {
        if ($begun) { $pipeline.Clean() }
        if ($traced) { $traced.Dispose() }
    }
}
