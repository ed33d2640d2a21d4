using System.Management.Automation;

namespace BorderPatrol.Cmdlets;

/// <summary>
/// One call of Invoke-BPTraced, turned into the one pipeline that takes its place: the program behind <c>env</c>, which sets the variables for it alone,
/// or the script block, whose programs are turned in the same way while it runs.
/// </summary>
public sealed class TracedCall : IDisposable
{
    private const string Function = "Invoke-BPTraced";
    private TracedPrograms? programs;

    private TracedCall(IReadOnlyList<object?> arguments) => Arguments = arguments;

    /// <summary>Everything that the call was given, evaluated once.</summary>
    public IReadOnlyList<object?> Arguments { get; }

    /// <summary>What <see cref="Script"/> runs: a program's path, a script block or the command that reports the error.</summary>
    public object Target { get; private set; } = "";

    /// <summary>The program that sets the variables.</summary>
    public string Launcher { get; } = TracedPrograms.Launcher;

    /// <summary>The variables as <c>NAME=value</c>.</summary>
    public IReadOnlyList<string> Variables { get; private set; } = [];

    /// <summary>What is wrong with the call, when something is.</summary>
    public ErrorRecord? Error { get; private set; }

    /// <summary>The pipeline, written for a scope in which this object is <c>$traced</c>.</summary>
    public ScriptBlock Script { get; private set; } = ScriptBlock.Create("");

    /// <summary>Reads a call. What is wrong with it becomes the error of <see cref="Script"/>.</summary>
    /// <param name="arguments">The function's arguments.</param>
    /// <param name="invocation">How it was called.</param>
    /// <param name="engine">The session.</param>
    public static TracedCall Create(object?[] arguments, InvocationInfo invocation, EngineIntrinsics engine)
    {
        ArgumentNullException.ThrowIfNull(invocation);
        ArgumentNullException.ThrowIfNull(engine);
        var call = new TracedCall(arguments);
        try
        {
            call.Read(invocation, engine);
        }
        catch (BorderPatrolException error)
        {
            call.Fail(Errors.Record(error, null));
        }
        catch (Exception error) when (error is IContainsErrorRecord)
        {
            call.Fail(((IContainsErrorRecord)error).ErrorRecord);
        }

        return call;
    }

    /// <summary>Begins to trace the programs that a script block starts; nothing to do for a program.</summary>
    public void Enter() => programs?.Enter();

    /// <summary>Ends what <see cref="Enter"/> began.</summary>
    public void Dispose() => programs?.Dispose();

    // A script block's programs reach the function under their own names, with everything behind the name as theirs.
    private void Read(InvocationInfo invocation, EngineIntrinsics engine)
    {
        if (invocation.MyCommand.Name != Function && TracedPrograms.Current is { } around)
        {
            Variables = around.Variables;
            RunProgram(around.PathOf(invocation.InvocationName), invocation, 0);
            return;
        }

        var options = TraceOptions.Parse(Arguments);
        Func<string, string> fullPath = engine.SessionState.Path.GetUnresolvedProviderPathFromPSPath;
        Variables = TraceEnvironment.Variables(options, fullPath);
        object? target = options.Count < Arguments.Count ? TraceOptions.Unwrap(Arguments[options.Count]) : null;
        if (target is ScriptBlock block)
            RunBlock(block, invocation, engine, options.Count + 1);
        else
            RunProgram(TracedPrograms.Find(engine, LanguagePrimitives.ConvertTo<string>(target)), invocation, options.Count + 1);
        if (options["Off"] is true) TracingSwitch.Turn(TraceEnvironment.Target(options, fullPath).SpoolFolder, on: false);
    }

    private void RunProgram(string path, InvocationInfo invocation, int first)
    {
        Target = path;
        Write("$traced.Launcher $traced.Variables $traced.Target", invocation, first);
    }

    private void RunBlock(ScriptBlock block, InvocationInfo invocation, EngineIntrinsics engine, int first)
    {
        Target = block;
        programs = new TracedPrograms(engine.InvokeCommand, ((FunctionInfo)invocation.MyCommand).ScriptBlock, Variables);
        Write("$traced.Target", invocation, first);
    }

    private void Write(string head, InvocationInfo invocation, int first)
    {
        string rest = ArgumentText.Write(Arguments, StatementOf(invocation), first, index => $"$traced.Arguments[{index}]");
        Script = ScriptBlock.Create($"& {head} {rest}");
    }

    private void Fail(ErrorRecord error)
    {
        Error = error;
        Target = new CmdletInfo(Function, typeof(InvokeBPTracedCommand));
        Script = ScriptBlock.Create("& $traced.Target -Record $traced.Error");
    }

    // InvocationInfo.Statement is newer than the engine's published interface.
    private static string? StatementOf(InvocationInfo invocation) =>
        PSObject.AsPSObject(invocation).Properties["Statement"]?.Value as string;
}
