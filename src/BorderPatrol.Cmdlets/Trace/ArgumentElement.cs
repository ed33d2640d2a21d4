using System.Management.Automation.Language;

namespace BorderPatrol.Cmdlets;

/// <summary>One argument as it stands in the call.</summary>
/// <param name="Text">PowerShell that yields it again without evaluating anything twice; null when only its value can.</param>
/// <param name="Values">How many values the engine made of it; null when the text does not tell (splatting).</param>
/// <param name="Prefix">What its last value is glued to: <c>-name:</c> in <c>-name:$value</c>.</param>
internal sealed record ArgumentElement(string? Text, int? Values, string? Prefix = null)
{
    /// <summary>The arguments of a call in order, or null when the text is not one command.</summary>
    /// <param name="statement">The call's text.</param>
    internal static IReadOnlyList<ArgumentElement>? Parse(string? statement)
    {
        var tree = Parser.ParseInput(statement ?? "", out _, out var errors);
        return errors.Length == 0 && tree.Find(node => node is CommandAst, false) is CommandAst command ? Elements(command) : null;
    }

    private static List<ArgumentElement> Elements(CommandAst command)
    {
        var elements = new List<ArgumentElement>();
        CommandElementAst? previous = null;
        foreach (var element in command.CommandElements.Skip(1))
        {
            // The parser cuts -x.y in two; a program wants it whole.
            bool glued = previous is CommandParameterAst && previous.Extent.EndOffset == element.Extent.StartOffset;
            if (glued && elements[^1].Text is { } head && element is StringConstantExpressionAst tail)
                elements[^1] = new ArgumentElement(Quote(Unquote(head) + tail.Value), elements[^1].Values + 1);
            else
                elements.Add(Of(element));
            previous = element;
        }

        return elements;
    }

    // Bare words keep their form, so that wildcards and ~ expand as they do for any native command.
    private static ArgumentElement Of(CommandElementAst element) => element switch
    {
        CommandParameterAst { ParameterName: "-" } => new("--", 0),
        CommandParameterAst { Argument: null } parameter => new(Quote(parameter.Extent.Text), 1),
        CommandParameterAst { Argument: StringConstantExpressionAst value } parameter => new(Quote($"-{parameter.ParameterName}:{value.Value}"), 2),
        CommandParameterAst parameter => new(null, 2, Quote($"-{parameter.ParameterName}:")),
        StringConstantExpressionAst { StringConstantType: StringConstantType.BareWord } word => new(word.Extent.Text, 1),
        StringConstantExpressionAst text => new(Quote(text.Value), 1),
        VariableExpressionAst { Splatted: true } => new(null, null),
        ConstantExpressionAst number => new(Quote(number.Extent.Text), 1),
        _ => new(null, 1),
    };

    private static string Quote(string text) => $"'{CodeGeneration.EscapeSingleQuotedStringContent(text)}'";

    private static string Unquote(string literal) => literal[1..^1].Replace("''", "'", StringComparison.Ordinal);
}
