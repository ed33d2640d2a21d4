namespace BorderPatrol.Interpret;

/// <summary>How a gRPC call ended (https://github.com/grpc/grpc/blob/master/doc/statuscodes.md).</summary>
internal static class GrpcStatus
{
    private static readonly string[] Names =
    [
        "OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS", "PERMISSION_DENIED", "RESOURCE_EXHAUSTED",
        "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS", "UNAUTHENTICATED",
    ];

    /// <summary>The name of a code in decimal; the code itself when it has none.</summary>
    public static string Name(string code) => int.TryParse(code, out int number) && (uint)number < (uint)Names.Length ? Names[number] : code;
}
