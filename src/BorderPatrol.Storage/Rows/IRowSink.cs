namespace BorderPatrol.Storage.Rows;

/// <summary>Takes the rows of one table, a value at a time in the order of the table's columns.</summary>
internal interface IRowSink : IDisposable
{
    /// <summary>Begins a row; one that was begun and not ended is dropped.</summary>
    void Begin();

    /// <summary>Adds a uuid.</summary>
    void Add(Guid value);

    /// <summary>Adds a bigint.</summary>
    void Add(long value);

    /// <summary>Adds an integer.</summary>
    void Add(int value);

    /// <summary>Adds a smallint.</summary>
    void Add(short value);

    /// <summary>Adds a text; it has been through <see cref="StorableText"/>.</summary>
    void Add(string value);

    /// <summary>Ends the row; now and then this sends what has gathered to the database.</summary>
    void End();

    /// <summary>Sends the rest to the database. Disposing without it drops the rest.</summary>
    void Flush();
}
