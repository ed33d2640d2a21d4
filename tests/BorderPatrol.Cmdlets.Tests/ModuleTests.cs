using System.Management.Automation;
using System.Runtime.Loader;
using BorderPatrol.Cmdlets.Tests.Engine;
using BorderPatrol.Testing;

namespace BorderPatrol.Cmdlets.Tests;

/// <summary>Code, manifest and help held against each other.</summary>
public sealed class ModuleTests : IDisposable
{
    private static readonly HashSet<string> Common = [.. Cmdlet.CommonParameters, .. Cmdlet.OptionalCommonParameters];
    private readonly EngineSession _session = new();

    public static TheoryData<string> Commands =>
    [
        "Disable-BPTracing", "Enable-BPTracing", "Get-BPEvent", "Get-BPLogDaemon", "Get-BPPath", "Get-BPRequest", "Import-BPRawLog", "Invoke-BPTraced",
        "Start-BPLogDaemon", "Stop-BPLogDaemon",
    ];

    private static IEnumerable<Type> CmdletTypes => AssemblyLoadContext.Default.Assemblies
        .Single(assembly => assembly.GetName().Name == "BorderPatrol.Cmdlets")
        .GetExportedTypes()
        .Where(type => type.IsDefined(typeof(CmdletAttribute), false));

    [Fact]
    public void The_module_exports_what_the_code_has()
    {
        var exported = _session.Run<CommandInfo>("(Get-Module BorderPatrol).ExportedCommands.Values").Select(command => command.Name).Order();
        Assert.Equal(Commands.Select(row => row.Data).Order(), exported);
        var attributes = CmdletTypes.Select(type => (CmdletAttribute)type.GetCustomAttributes(typeof(CmdletAttribute), false).Single());
        Assert.Equal(exported, attributes.Select(attribute => $"{attribute.VerbName}-{attribute.NounName}").Order());
    }

    [Fact]
    public void The_manifest_of_the_checkout_works_too()
    {
        using var session = new EngineSession(Path.Combine(Repository.Root, "BorderPatrol.psd1"));
        Assert.Equal(Commands.Count, session.Run("(Get-Module BorderPatrol).ExportedCommands.Values").Count);
        Assert.Equal(
            session.Run("(Test-ModuleManifest $path).Version.ToString()", ("path", Path.Combine(Repository.Module, "BorderPatrol.psd1"))).Single().BaseObject,
            session.Run("(Get-Module BorderPatrol).Version.ToString()").Single().BaseObject);
    }

    [Fact]
    public void Cmdlets_are_named_typed_and_careful()
    {
        var verbs = typeof(VerbsCommon).Assembly.GetExportedTypes()
            .Where(type => type.Namespace == "System.Management.Automation" && type.Name.StartsWith("Verbs", StringComparison.Ordinal))
            .SelectMany(type => type.GetFields().Select(field => field.Name))
            .ToHashSet();
        foreach (var type in CmdletTypes)
        {
            var cmdlet = (CmdletAttribute)type.GetCustomAttributes(typeof(CmdletAttribute), false).Single();
            Assert.Contains(cmdlet.VerbName, verbs);
            Assert.Equal($"{cmdlet.VerbName}{cmdlet.NounName}Command", type.Name);
            if (type.Name == "InvokeBPTracedCommand") continue;
            Assert.NotEmpty(type.GetCustomAttributes(typeof(OutputTypeAttribute), false));
            Assert.Equal(cmdlet.VerbName != "Get", cmdlet.SupportsShouldProcess);
        }
    }

    [Fact]
    public void The_databases_live_in_a_context_of_their_own()
    {
        _session.Fail("Get-BPRequest -ConnectionString 'Host=127.0.0.1;Port=1;Timeout=2'");
        Assert.DoesNotContain(AssemblyLoadContext.Default.Assemblies, assembly => assembly.GetName().Name is "Npgsql" or "DuckDB.NET.Data" or "BorderPatrol.Storage");
        var own = AssemblyLoadContext.All.Single(context => context.Name == "BorderPatrol");
        Assert.Contains(own.Assemblies, assembly => assembly.GetName().Name == "Npgsql");
        Assert.DoesNotContain(own.Assemblies, assembly => assembly.GetName().Name == "BorderPatrol.Core");
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_command_has_help_with_examples(string name)
    {
        dynamic help = _session.Run("Get-Help $name -Full", ("name", name)).Single();
        Assert.NotEmpty((string)help.Synopsis);
        Assert.True(((object[])_session.Run($"@((Get-Help {name}).description.Text)").Select(text => (object)text).ToArray()).Length > 0);
        var examples = _session.Run("@((Get-Help $name -Full).examples.example) | ForEach-Object { $_.code }").Select(code => code.ToString()!).ToList();
        Assert.True(examples.Count >= 2, $"{name} has {examples.Count} examples");
        Assert.Contains(examples, code => code.Contains(name, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void The_help_describes_the_parameters_that_there_are(string name)
    {
        var described = _session.Run("@((Get-Help $name -Full).parameters.parameter) | ForEach-Object { $_.name }", ("name", name)).Select(p => p.ToString()).Order();
        Assert.Equal(ParametersOf(name).Order(), described);
        var empty = _session.Run("@((Get-Help $name -Full).parameters.parameter) | Where-Object { -not $_.description } | ForEach-Object { $_.name }");
        Assert.Empty(empty);
    }

    [Fact]
    public void There_is_an_about_topic()
    {
        var found = Bpsh.Run("-Command", "Get-Help about_BorderPatrol");
        Assert.Contains("SHORT DESCRIPTION", found.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _session.Dispose();

    // Those of the function are its options, which its error message lists, and what they stand before.
    private IEnumerable<string> ParametersOf(string name)
    {
        if (name == "Invoke-BPTraced")
        {
            string message = _session.Fail("Invoke-BPTraced -None").Exception.Message;
            return message.Split("options are -")[1].Split(';')[0].Split(", -").Concat(["Program", "ArgumentList"]);
        }

        var parameters = _session.Run<CommandInfo>("Get-Command $name", ("name", name)).Single().Parameters;
        bool changes = parameters.ContainsKey("WhatIf");
        return parameters.Keys.Except(Common).Concat(changes ? ["WhatIf", "Confirm"] : Array.Empty<string>());
    }
}
