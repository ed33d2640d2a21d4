using System.Management.Automation;

namespace BorderPatrol.Cmdlets;

/// <summary>
/// While a script block runs, its programs are started through the tracing function. The shell's own environment stays as it is, so nothing else that
/// the process starts is traced by accident.
/// </summary>
internal sealed class TracedPrograms(CommandInvocationIntrinsics commands, ScriptBlock function, IReadOnlyList<string> variables) : IDisposable
{
    /// <summary>Sets variables for one program. Spelled as nobody types it, because a traced script block may well use env itself.</summary>
    internal const string Launcher = "/usr/bin/./env";

    [ThreadStatic]
    private static TracedPrograms? current;

    [ThreadStatic]
    private static bool looking;

    private readonly Dictionary<string, string> paths = [];
    private TracedPrograms? outer;
    private bool entered;

    /// <summary>The innermost script block that is being traced by this thread.</summary>
    internal static TracedPrograms? Current => current;

    /// <summary>The variables for its programs.</summary>
    internal IReadOnlyList<string> Variables => variables;

    /// <summary>Full path of a program.</summary>
    /// <param name="engine">The session, whose PATH and current folder count.</param>
    /// <param name="name">As the user gave it.</param>
    /// <exception cref="BorderPatrolException">ProgramNotFound.</exception>
    internal static string Find(EngineIntrinsics engine, string? name)
    {
        if (string.IsNullOrEmpty(name)) throw NoProgram();
        return LookUp(engine, name) is ApplicationInfo program
            ? program.Path
            : throw new BorderPatrolException(
                ErrorIds.ProgramNotFound,
                $"There is no program '{name}'.",
                "Give a program's path or a name that is in PATH; to trace what PowerShell commands start, put them into a script block.");
    }

    private static BorderPatrolException NoProgram() => new(
        ErrorIds.ProgramNotFound, "No program was named.", "Name one with its arguments, for example 'Invoke-BPTraced ls -a', or give a script block.");

    /// <summary>Full path of a program that the script block has just named.</summary>
    /// <param name="name">As it named it.</param>
    internal string PathOf(string name) => paths[name];

    /// <summary>Begins.</summary>
    internal void Enter()
    {
        entered = true;
        outer = current;
        current = this;
        commands.PostCommandLookupAction += Replace;
    }

    /// <summary>Ends.</summary>
    public void Dispose()
    {
        if (!entered) return;
        entered = false;
        commands.PostCommandLookupAction -= Replace;
        current = outer;
    }

    private void Replace(object? sender, CommandLookupEventArgs lookup)
    {
        if (looking || current != this || lookup.Command is not ApplicationInfo program || lookup.CommandName == Launcher) return;
        paths[lookup.CommandName] = program.Path;
        lookup.CommandScriptBlock = function;
    }

    private static CommandInfo? LookUp(EngineIntrinsics engine, string name)
    {
        looking = true;
        try
        {
            // An alias of a cmdlet, such as echo, does not stand before the program of that name.
            return engine.InvokeCommand.GetCommand(name, CommandTypes.Alias) is AliasInfo { ResolvedCommand: ApplicationInfo program }
                ? program
                : engine.InvokeCommand.GetCommand(name, CommandTypes.Application);
        }
        finally
        {
            looking = false;
        }
    }
}
