namespace BorderPatrol.Wire;

#pragma warning disable CA1028 // the sizes are those of native/wire/wire.h

/// <summary><c>enum bp_segment_reuse</c>.</summary>
public enum SegmentReuse : uint
{
    /// <summary>Nobody would write into it again.</summary>
    None = 0,

    /// <summary>Its process would write into it again.</summary>
    Kept = 1,

    /// <summary>All of it is acknowledged; who renames the file may write into it.</summary>
    Free = 2,

    /// <summary>The file has been removed.</summary>
    Gone = 3,
}

/// <summary><c>enum bp_record_kind</c>.</summary>
public enum RecordKind : byte
{
    /// <summary>None: not written yet.</summary>
    None = 0,

    /// <summary>A library call.</summary>
    Call = 1,

    /// <summary>What a channel is.</summary>
    Channel = 2,

    /// <summary>A message or a part of one.</summary>
    Message = 3,

    /// <summary>A process image begins.</summary>
    Process = 4,

    /// <summary>A thread begins.</summary>
    Thread = 5,

    /// <summary>What a thread has used.</summary>
    Cost = 6,

    /// <summary>Records were dropped.</summary>
    Loss = 7,

    /// <summary>A datagram that is a message.</summary>
    Datagram = 8,
}

/// <summary><c>enum bp_channel_kind</c>.</summary>
public enum ChannelKind : ushort
{
    /// <summary>Not known.</summary>
    Unknown = 0,

    /// <summary>Regular file.</summary>
    File = 1,

    /// <summary>Pipe or FIFO.</summary>
    Pipe = 2,

    /// <summary>TCP socket.</summary>
    Tcp = 3,

    /// <summary>UDP socket.</summary>
    Udp = 4,

    /// <summary>Unix stream socket.</summary>
    UnixStream = 5,

    /// <summary>Unix datagram socket.</summary>
    UnixDatagram = 6,

    /// <summary>Terminals, event descriptors, devices.</summary>
    Other = 7,
}

/// <summary><c>enum bp_channel_role</c>.</summary>
public enum ChannelRole : ushort
{
    /// <summary>Not known.</summary>
    Unknown = 0,

    /// <summary>Listens.</summary>
    Listener = 1,

    /// <summary>Connected.</summary>
    Client = 2,

    /// <summary>Was accepted.</summary>
    Server = 3,
}

/// <summary><c>enum bp_channel_flag</c>.</summary>
[Flags]
public enum ChannelOptions : ushort
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>The record's process just created it.</summary>
    Opened = 1,

    /// <summary>The end of a pipe that reads.</summary>
    Reads = 2,

    /// <summary>The end of a pipe that writes.</summary>
    Writes = 4,

    /// <summary>Its messages are not told apart any more, or not at the moment.</summary>
    Unframed = 8,

    /// <summary>Its bytes are TLS records.</summary>
    Tls = 16,

    /// <summary>They are seen in plain text, which messages and the calls of family <c>tls</c> count.</summary>
    Plain = 32,
}

/// <summary><c>enum bp_protocol</c>.</summary>
public enum WireProtocol : ushort
{
    /// <summary>Not framed.</summary>
    None = 0,

    /// <summary>HTTP/1.0 and 1.1.</summary>
    Http1 = 1,

    /// <summary>PostgreSQL 3.x.</summary>
    Postgres = 2,

    /// <summary>HTTP/2.</summary>
    Http2 = 3,

    /// <summary>MySQL and MariaDB.</summary>
    MySql = 4,

    /// <summary>FastCGI 1.0.</summary>
    FastCgi = 5,

    /// <summary>uwsgi, packets of variables.</summary>
    Uwsgi = 6,

    /// <summary>SCGI.</summary>
    Scgi = 7,

    /// <summary>Redis, RESP2 and RESP3.</summary>
    Redis = 9,

    /// <summary>memcached: text, meta and binary.</summary>
    Memcached = 10,

    /// <summary>SMTP.</summary>
    Smtp = 11,

    /// <summary>IMAP 4.</summary>
    Imap = 12,

    /// <summary>POP3.</summary>
    Pop3 = 13,

    /// <summary>DNS over UDP and TCP.</summary>
    Dns = 8,

    /// <summary>X11.</summary>
    X11 = 14,

    /// <summary>Private protocols of lines.</summary>
    Line = 18,

    /// <summary>Private protocols of messages that say their length.</summary>
    Length = 19,

    /// <summary>CGI: the environment of a script and what it writes.</summary>
    Cgi = 21,
}

/// <summary><c>enum bp_message_type</c>.</summary>
public enum MessageType : byte
{
    /// <summary>Nobody's bytes.</summary>
    None = 0,

    /// <summary>Begins an exchange.</summary>
    Request = 1,

    /// <summary>Ends the oldest open exchange.</summary>
    Response = 2,

    /// <summary>Belongs to no exchange's count.</summary>
    Notice = 3,
}

/// <summary><c>enum bp_message_flag</c>.</summary>
[Flags]
public enum MessageOptions : byte
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Written by this process.</summary>
    Sent = 1,

    /// <summary>Speaks of the first byte.</summary>
    Begin = 2,

    /// <summary>Speaks of the last byte.</summary>
    End = 4,

    /// <summary>Kept part cut at the limit.</summary>
    Cut = 8,

    /// <summary>Values were replaced.</summary>
    Redacted = 16,

    /// <summary>Ended early.</summary>
    Broken = 32,
}

/// <summary><c>enum bp_process_reason</c>.</summary>
public enum ProcessReason : uint
{
    /// <summary>Not known.</summary>
    None = 0,

    /// <summary>A new program image.</summary>
    Start = 1,

    /// <summary>Child of fork.</summary>
    Fork = 2,
}

/// <summary><c>enum bp_chunk_kind</c>.</summary>
public enum ChunkKind : ushort
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>A segment's header.</summary>
    Segment = 1,

    /// <summary>Records.</summary>
    Records = 2,

    /// <summary>Collector's first word.</summary>
    Challenge = 3,

    /// <summary>Forwarder's first word.</summary>
    Hello = 4,

    /// <summary>Stored up to a position.</summary>
    Ack = 5,

    /// <summary>The collector is about to end.</summary>
    Closing = 6,

    /// <summary>Nothing more will come.</summary>
    Bye = 7,

    /// <summary>The connection is refused.</summary>
    Refused = 8,

    /// <summary>Forwarder: nothing of the stream before the position is in its spool any more; stored.</summary>
    Gone = 9,
}
