namespace BorderPatrol;

/// <summary>The stable ids of all errors that BorderPatrol reports. They never change their meaning.</summary>
public static class ErrorIds
{
    /// <summary>The raw log does not exist.</summary>
    public const string RawLogNotFound = nameof(RawLogNotFound);

    /// <summary>The file exists and is no raw log.</summary>
    public const string NotARawLog = nameof(NotARawLog);

    /// <summary>The raw log was written by a newer version.</summary>
    public const string RawLogNewerVersion = nameof(RawLogNewerVersion);

    /// <summary>The file or folder cannot be read or written.</summary>
    public const string AccessDenied = nameof(AccessDenied);

    /// <summary>A warning: the raw log ends in the middle of a chunk; what precedes was read.</summary>
    public const string RawLogTorn = nameof(RawLogTorn);

    /// <summary>A warning: a damaged chunk in the raw log was passed over.</summary>
    public const string RawLogDamaged = nameof(RawLogDamaged);

    /// <summary>Another log daemon writes to the raw log.</summary>
    public const string RawLogBusy = nameof(RawLogBusy);

    /// <summary>A warning: the raw log cannot be written at the moment, as on a full disk; nothing is lost while it lasts.</summary>
    public const string RawLogBlocked = nameof(RawLogBlocked);

    /// <summary>A warning: traced programs had to drop records.</summary>
    public const string RecordsLost = nameof(RecordsLost);

    /// <summary>The port is in use by another program.</summary>
    public const string PortInUse = nameof(PortInUse);

    /// <summary>The log daemon did not start.</summary>
    public const string LogDaemonFailed = nameof(LogDaemonFailed);

    /// <summary>No such log daemon runs.</summary>
    public const string LogDaemonNotFound = nameof(LogDaemonNotFound);

    /// <summary>Listening beyond loopback was asked for without a shared secret.</summary>
    public const string SecretRequired = nameof(SecretRequired);

    /// <summary>The file with the shared secret is missing, empty, or open to other users.</summary>
    public const string SecretFileInvalid = nameof(SecretFileInvalid);

    /// <summary>The program to trace was not found.</summary>
    public const string ProgramNotFound = nameof(ProgramNotFound);

    /// <summary>libbtrace.so or bplogd is missing from the module.</summary>
    public const string NativePartMissing = nameof(NativePartMissing);

    /// <summary>The services file does not exist or has lines that are not <c>name port/protocol [alias ...]</c>.</summary>
    public const string ServicesFileInvalid = nameof(ServicesFileInvalid);

    /// <summary>The protocols file does not exist or has lines that are not <c>name line|length [setting=value ...]</c>.</summary>
    public const string ProtocolsFileInvalid = nameof(ProtocolsFileInvalid);

    /// <summary>The database cannot be reached or refuses the login.</summary>
    public const string DatabaseUnreachable = nameof(DatabaseUnreachable);

    /// <summary>The store was written by a newer version.</summary>
    public const string StoreNewerVersion = nameof(StoreNewerVersion);

    /// <summary>The store's file exists and is not a store.</summary>
    public const string NotAStore = nameof(NotAStore);

    /// <summary>Another process holds the store's file.</summary>
    public const string StoreBusy = nameof(StoreBusy);

    /// <summary>No store was found where one was looked for.</summary>
    public const string StoreNotFound = nameof(StoreNotFound);

    /// <summary>The store could not be read or written for a reason of its own, for example a full disk or a damaged file.</summary>
    public const string StoreFailed = nameof(StoreFailed);

    /// <summary>No request has this id.</summary>
    public const string RequestNotFound = nameof(RequestNotFound);
}
