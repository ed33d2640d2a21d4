namespace BorderPatrol.Core.Tests;

public class ErrorIdsTests
{
    [Fact]
    public void Every_error_id_is_its_own_name()
    {
        foreach (var field in typeof(ErrorIds).GetFields())
            Assert.Equal(field.Name, field.GetRawConstantValue());
    }
}
