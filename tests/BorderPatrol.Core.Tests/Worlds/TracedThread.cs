using BorderPatrol.Wire;

namespace BorderPatrol.Core.Tests.Worlds;

/// <summary>A traced thread: what it does goes to its stream.</summary>
internal sealed class TracedThread
{
    public TracedThread(TracedProcess process, int tid)
    {
        Process = process;
        Tid = tid;
        Stream = new StreamBytes(process, tid);
        Record = new Recorder(this);
        process.Machine.World.Add(Stream);
    }

    public TracedProcess Process { get; }

    public int Tid { get; }

    public StreamBytes Stream { get; }

    public Recorder Record { get; }

    private World World => Process.Machine.World;

    /// <summary>Sends a message in one write.</summary>
    public void Send(LinkEnd end, MessageType type, string text, int bytes = 0, WireProtocol protocol = WireProtocol.Http1, int parts = 1)
    {
        Record.Channel(end);
        var parcel = new Parcel(type, text, Math.Max(bytes, text.Length), protocol);
        Move(end, parcel, parts, sent: true);
        end.Other.Inbox.Enqueue(parcel);
    }

    /// <summary>Sends messages of several exchanges, told apart by their numbers, half of each in turn: what a multiplexed connection does.</summary>
    public void SendInterleaved(LinkEnd end, MessageType type, params (uint Exchange, string Text)[] messages)
    {
        Record.Channel(end);
        foreach (var (first, last) in new[] { (true, false), (false, true) })
        {
            foreach (var (exchange, text) in messages)
            {
                var half = new Parcel(type, text, text.Length, WireProtocol.Http1, exchange);
                Numbered(end, half, first, last, sent: true);
                end.Other.Inbox.Enqueue(half);
            }
        }
    }

    /// <summary>Receives the next part of a numbered message.</summary>
    public Parcel ReceiveNumbered(LinkEnd end, bool first, bool last)
    {
        Record.Channel(end);
        var parcel = end.Inbox.Dequeue();
        Numbered(end, parcel, first, last, sent: false);
        return parcel;
    }

    /// <summary>Receives the next message, in as many reads as asked for. Where it has begun to arrive, the thread is sampled when
    /// <paramref name="used"/> says what it has used.</summary>
    public Parcel Receive(LinkEnd end, int parts = 1, ulong? used = null)
    {
        Record.Channel(end);
        var parcel = end.Inbox.Dequeue();
        Move(end, parcel, parts, sent: false, used);
        return parcel;
    }

    /// <summary>Sends or receives a part of a message as it is.</summary>
    public void MovePart(LinkEnd end, Parcel parcel, MessageOptions options, bool sent)
    {
        Record.Channel(end);
        ulong count = (ulong)parcel.Bytes;
        ulong offset = Process.Move(end, sent, count);
        ulong begin = Record.Tick();
        ulong finish = Record.Tick();
        Record.Message(end, parcel, sent ? begin : finish, offset, offset + count, options | (sent ? MessageOptions.Sent : MessageOptions.None));
        Record.Call(sent ? "write" : "read", begin, finish, (long)count, end, offset, count);
    }

    public void Ask(LinkEnd end, string text, WireProtocol protocol = WireProtocol.Http1) => Send(end, MessageType.Request, text, 0, protocol);

    public void Answer(LinkEnd end, string text = "HTTP/1.1 200 OK\r\n\r\n", int bytes = 0, int parts = 1) =>
        Send(end, MessageType.Response, text, bytes, WireProtocol.Http1, parts);

    /// <summary>Writes bytes that are no message.</summary>
    public void Write(LinkEnd end, int bytes = 100) => Send(end, MessageType.None, "", bytes);

    /// <summary>Reads up to so many bytes that are no message, over the borders of writes; all of them by default.</summary>
    public void Read(LinkEnd end, int bytes = int.MaxValue)
    {
        Record.Channel(end);
        int count = 0;
        while (count < bytes && end.Inbox.TryPeek(out var parcel))
        {
            int here = Math.Min(parcel.Bytes, bytes - count);
            count += here;
            end.Inbox.Dequeue();
            if (here == parcel.Bytes) continue;
            var rest = new Queue<Parcel>(end.Inbox);
            end.Inbox.Clear();
            end.Inbox.Enqueue(parcel with { Bytes = parcel.Bytes - here });
            while (rest.TryDequeue(out var next)) end.Inbox.Enqueue(next);
        }

        Record.Call("read", count, end, Process.Move(end, false, (ulong)count), 65536);
    }

    public void Close(LinkEnd end) => Record.Call("close", 0, end);

    /// <summary>Opens a connection without waiting for it (EINPROGRESS).</summary>
    public void Connect(LinkEnd end)
    {
        Record.Channel(end);
        Record.Call("connect", -1, end);
    }

    public void Accept() => Record.Call("accept4", 5);

    /// <summary>Waits until one of many descriptors is ready.</summary>
    public void WaitIdle() => Record.Call("epoll_wait", 1, argument: 64, offset: ulong.MaxValue);

    /// <summary>Waits for one descriptor.</summary>
    public void WaitForOne() => Record.Call("poll", 1, argument: 1, offset: ulong.MaxValue);

    /// <summary>Does something that matters to nobody.</summary>
    public void Work() => Record.Call("open", 7, text: "/etc/hosts");

    public TracedThread Fork()
    {
        ulong birth = World.NewName();
        var child = new TracedProcess(Process.Machine, Process.Program, Machine.NewPid(), Process.Pid);
        child.GoOnFrom(Process);
        ulong begin = Record.Tick();
        var thread = child.Begin(this, birth, fork: true);
        Record.Call("fork", begin, Record.Tick(), child.Pid, null, 0, birth);
        return thread;
    }

    /// <summary>Another program in this process. This thread must do nothing afterwards.</summary>
    public TracedThread Exec(string program)
    {
        Record.Call("execve", 0, text: $"/usr/bin/{program}");
        return new TracedProcess(Process.Machine, program, Process.Pid, Process.ParentPid, Process.Start).Begin(null, 0, fork: false);
    }

    /// <summary>Starts a program the way dash does: the child leaves no record before its exec, the caller's record comes when the child has begun.</summary>
    public TracedThread VforkExec(string program)
    {
        var child = new TracedProcess(Process.Machine, program, Machine.NewPid(), Process.Pid);
        ulong begin = Record.Tick();
        ulong returned = Record.Tick();
        var thread = child.Begin(null, 0, fork: false);
        Record.Call("vfork", begin, returned, child.Pid, null, 0, 0);
        return thread;
    }

    /// <summary>Runs a shell through system(), which the C library starts without a call that can be seen.</summary>
    public TracedThread System(Action<TracedThread> shell)
    {
        ulong begin = Record.Tick();
        var thread = new TracedProcess(Process.Machine, "sh", Machine.NewPid(), Process.Pid).Begin(null, 0, fork: false);
        shell(thread);
        Record.Call("system", begin, Record.Tick(), 0, null, 0, 0);
        return thread;
    }

    public TracedThread Spawn()
    {
        ulong birth = World.NewName();
        ulong begin = Record.Tick();
        var thread = new TracedThread(Process, Machine.NewPid());
        thread.Record.Thread(this, birth);
        Record.Call("pthread_create", begin, Record.Tick(), 0, null, 0, birth);
        return thread;
    }

    private void Numbered(LinkEnd end, Parcel parcel, bool first, bool last, bool sent) =>
        MovePart(end, parcel, (first ? MessageOptions.Begin : MessageOptions.None) | (last ? MessageOptions.End : MessageOptions.None), sent);

    // A message in parts: a record for its begin with its text, none for what lies between, one for its end; each before the call that moved it.
    private void Move(LinkEnd end, Parcel parcel, int parts, bool sent, ulong? used = null)
    {
        ulong start = 0;
        ulong moved = 0;
        for (int part = 0; part < parts; part++)
        {
            ulong count = part == parts - 1 ? (ulong)parcel.Bytes - moved : (ulong)(parcel.Bytes / parts);
            ulong offset = Process.Move(end, sent, count);
            if (part == 0) start = offset;
            moved += count;
            ulong begin = Record.Tick();
            ulong finish = Record.Tick();
            var flags = sent ? MessageOptions.Sent : MessageOptions.None;
            if (part == 0) flags |= MessageOptions.Begin;
            if (part == parts - 1) flags |= MessageOptions.End;
            bool told = parcel.Type != MessageType.None && (flags & (MessageOptions.Begin | MessageOptions.End)) != 0;
            if (told) Record.Message(end, parcel, sent ? begin : finish, start, offset + count, flags);
            if (part == 0 && used is { } sample) Record.Cost(sample, time: finish);
            Record.Call(sent ? "write" : "read", begin, finish, (long)count, end, offset, count);
        }
    }
}
