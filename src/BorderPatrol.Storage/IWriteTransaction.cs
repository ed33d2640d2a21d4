using System.Data.Common;
using BorderPatrol.Storage.Rows;

namespace BorderPatrol.Storage;

/// <summary>A transaction that takes the rows of one run. Disposed without <see cref="Commit"/>, it leaves nothing.</summary>
internal interface IWriteTransaction : IDisposable
{
    /// <summary>A command inside the transaction; not while rows are on their way.</summary>
    DbCommand CreateCommand();

    /// <summary>Takes rows for a table. Several tables take rows by turns.</summary>
    IRowSink Append(Table table);

    /// <summary>Makes everything visible that the sinks have flushed.</summary>
    void Commit();
}
