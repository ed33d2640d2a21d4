using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using BorderPatrol.Storage;

namespace BorderPatrol.Cmdlets;

/// <summary>Completes an argument with what the store holds. A store that cannot be read offers nothing.</summary>
public abstract class StoreCompleter : IArgumentCompleter
{
    private const int Most = 200;

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string word = (wordToComplete ?? "").Trim('\'', '"');
        try
        {
            if (Reference(fakeBoundParameters) is not { } reference) return [];
            using var store = reference.Open(create: false);
            return [.. Candidates(store, word).Take(Most).Select(Result)];
        }
        catch (BorderPatrolException)
        {
            return [];
        }
    }

    /// <summary>What begins with the word, with a line about each.</summary>
    /// <param name="store">The store.</param>
    /// <param name="word">What the user has typed.</param>
    private protected abstract IEnumerable<(string Value, string About)> Candidates(IPathStore store, string word);

    private static StoreReference? Reference(IDictionary bound) =>
        bound["ConnectionString"] is string connection ? new StoreReference(null, connection)
        : bound["Store"] is string file ? new StoreReference(System.IO.Path.GetFullPath(file), null)
        : Session.Store;

    private static CompletionResult Result((string Value, string About) candidate)
    {
        bool plain = candidate.Value.All(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.' or '/' or ':') && candidate.Value.Length > 0;
        string text = plain ? candidate.Value : $"'{CodeGeneration.EscapeSingleQuotedStringContent(candidate.Value)}'";
        return new CompletionResult(text, candidate.Value, CompletionResultType.ParameterValue, candidate.About);
    }
}

/// <summary>Completes request ids.</summary>
public sealed class RequestIdCompleter : StoreCompleter
{
    /// <inheritdoc/>
    private protected override IEnumerable<(string Value, string About)> Candidates(IPathStore store, string word) =>
        store.GetRequests(new RequestQuery())
            .Where(request => request.Id.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            .Select(request => (request.Id, $"{request.Service} {request.Operation} {request.Route} {request.Status}"));
}

/// <summary>Completes services.</summary>
public sealed class ServiceCompleter : StoreCompleter
{
    /// <inheritdoc/>
    private protected override IEnumerable<(string Value, string About)> Candidates(IPathStore store, string word) =>
        store.GetServices().Where(service => service.StartsWith(word, StringComparison.OrdinalIgnoreCase)).Select(service => (service, service));
}

/// <summary>Completes routes.</summary>
public sealed class RouteCompleter : StoreCompleter
{
    /// <inheritdoc/>
    private protected override IEnumerable<(string Value, string About)> Candidates(IPathStore store, string word) =>
        store.GetRequests(new RequestQuery { Route = word + "*" }).Select(request => request.Route).Distinct().Select(route => (route, route));
}
