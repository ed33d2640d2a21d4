using System.Management.Automation;

namespace BorderPatrol.Cmdlets;

/// <summary>Turns errors into the engine's records.</summary>
internal static class Errors
{
    /// <summary>A record with the error's id, its sentence, and the hint as the recommended action, which the engine shows below it.</summary>
    /// <param name="error">The error.</param>
    /// <param name="target">The file, id or program that it is about.</param>
    internal static ErrorRecord Record(BorderPatrolException error, object? target) =>
        new(error, error.ErrorId, Category(error.ErrorId), target)
        {
            ErrorDetails = new ErrorDetails(error.Message.TrimEnd('.') + ".") { RecommendedAction = error.Hint },
        };

    private static ErrorCategory Category(string errorId) => errorId switch
    {
        ErrorIds.RawLogNotFound or ErrorIds.StoreNotFound or ErrorIds.RequestNotFound or ErrorIds.LogDaemonNotFound
            or ErrorIds.ProgramNotFound or ErrorIds.NativePartMissing => ErrorCategory.ObjectNotFound,
        ErrorIds.NotARawLog or ErrorIds.NotAStore or ErrorIds.ServicesFileInvalid or ErrorIds.ProtocolsFileInvalid => ErrorCategory.InvalidData,
        ErrorIds.RawLogNewerVersion or ErrorIds.StoreNewerVersion => ErrorCategory.NotImplemented,
        ErrorIds.AccessDenied => ErrorCategory.PermissionDenied,
        ErrorIds.PortInUse or ErrorIds.StoreBusy => ErrorCategory.ResourceBusy,
        ErrorIds.DatabaseUnreachable => ErrorCategory.ConnectionError,
        ErrorIds.SecretRequired => ErrorCategory.SecurityError,
        _ => ErrorCategory.NotSpecified,
    };
}
