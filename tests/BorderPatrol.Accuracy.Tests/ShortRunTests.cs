namespace BorderPatrol.Accuracy.Tests;

/// <summary>The accuracy suite in short: some stacks, 16 requests at a time.</summary>
public class ShortRunTests
{
    [Theory]
    [InlineData("apache-event")]
    [InlineData("nginx-fpm")]
    public async Task Every_path_is_exact(string name)
    {
        var stack = AllStacks.List.Single(stack => stack.Name == name);
        foreach (var score in await Trial.RunAsync(stack, Cell.All([16])))
        {
            Assert.True(score.Exact == score.Judgements.Count, $"{Score.Head}\n{score}\n{string.Join('\n', Results.Findings([score]))}");
            Assert.Equal(0, score.UnmarkedEdges);
        }
    }
}
