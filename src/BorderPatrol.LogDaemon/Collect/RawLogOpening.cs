using BorderPatrol.LogDaemon.Kernel;
using BorderPatrol.Wire;

namespace BorderPatrol.LogDaemon.Collect;

/// <summary>Makes a raw log, or opens one for appending: finds out what it holds and cuts a torn tail off.</summary>
internal static class RawLogOpening
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <exception cref="BorderPatrolException">
    /// <see cref="ErrorIds.NotARawLog"/> or <see cref="ErrorIds.RawLogNewerVersion"/> (the file was not touched), <see cref="ErrorIds.RawLogBusy"/>,
    /// <see cref="ErrorIds.AccessDenied"/>.
    /// </exception>
    internal static RawLog Open(string path, CancellationToken giveUp)
    {
        path = Path.GetFullPath(path);
        var file = OpenFile(path);
        try
        {
            if (!Statx.TryOf((int)file.SafeFileHandle.DangerousGetHandle(), out var facts) || !facts.IsRegularFile) throw NotARawLog(path);
            Lock(file, path);
            var positions = IsUnwritten(file) ? Begin(file) : Continue(file);
            return new RawLog(file, positions, giveUp);
        }
        catch (IOException error)
        {
            file.Dispose();
            throw new BorderPatrolException(ErrorIds.AccessDenied, $"{path} cannot be written: {error.Message}", "Name a file on a disk with room.", error);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static FileStream OpenFile(string path)
    {
        try
        {
            return new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                // Readers may look at a log that still grows; Lock keeps other writers out.
                Share = FileShare.ReadWrite | FileShare.Delete,
                UnixCreateMode = OwnerOnly,
                BufferSize = 0,
            });
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new BorderPatrolException(
                ErrorIds.AccessDenied, $"{path} cannot be opened for writing: {error.Message}", "Name a file in a folder where this user may write.", error);
        }
    }

    private static void Lock(FileStream file, string path)
    {
        try
        {
            file.Lock(0, long.MaxValue);
        }
        catch (IOException error)
        {
            throw new BorderPatrolException(
                ErrorIds.RawLogBusy, $"another log daemon writes to {path}", "Stop it first, or name another file.", error);
        }
    }

    // Empty, or killed before its head was whole.
    private static bool IsUnwritten(FileStream file)
    {
        if (file.Length >= RawLogHeader.Size) return false;
        var begin = ReadBegin(file);
        return begin.AsSpan().StartsWith(WireFormat.RawMagic) || WireFormat.RawMagic.StartsWith(begin);
    }

    private static StreamPositions Begin(FileStream file)
    {
        RandomAccess.Write(file.SafeFileHandle, RawLogHeader.Create(), 0);
        return new StreamPositions();
    }

    private static StreamPositions Continue(FileStream file)
    {
        var header = RawLogHeader.Read(file.Name, ReadBegin(file));
        var positions = new StreamPositions();
        file.Position = header.HeaderSize;
        var scanner = new ChunkScanner(file, header.HeaderSize);
        while (scanner.MoveNext()) positions.Replay(scanner.Header);
        if (scanner.DamagedPlaces > 0)
            Log.Warn(ErrorIds.RawLogDamaged, $"{file.Name} is damaged in {scanner.DamagedPlaces} places, {scanner.DamagedBytes} bytes; they were left as they are");
        if (scanner.TornBytes > 0)
            Log.Warn(ErrorIds.RawLogTorn, $"{file.Name} ended in the middle of a chunk; {scanner.TornBytes} bytes were cut off and will be sent again");
        file.SetLength(scanner.ValidEnd);
        return positions;
    }

    private static byte[] ReadBegin(FileStream file)
    {
        var begin = new byte[RawLogHeader.Size];
        return begin[..RandomAccess.Read(file.SafeFileHandle, begin, 0)];
    }

    private static BorderPatrolException NotARawLog(string path) =>
        new(ErrorIds.NotARawLog, $"{path} is not a regular file", "Name a file that bplogd wrote, or one that does not exist yet.");
}
