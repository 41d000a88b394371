namespace Hearth.History.Model;

/// <summary>The two servers that run statements of others inside an application.</summary>
internal enum ServerKind
{
    /// <summary>Spark Connect.</summary>
    Connect,

    /// <summary>The JDBC/ODBC (Thrift) server.</summary>
    Thrift,
}

internal sealed class ServerSession(string id, string user, string address, long startTime)
{
    public string Id { get; } = id;
    public string User { get; } = user;

    /// <summary>The client's address; Connect does not log it.</summary>
    public string Address { get; } = address;

    public long StartTime { get; } = startTime;
    public long? EndTime { get; set; }
    public int Statements { get; set; }
}

internal sealed class ServerStatement(string id, string sessionId, string user, string text, string jobKey, long startTime)
{
    public string Id { get; } = id;
    public string SessionId { get; } = sessionId;
    public string User { get; } = user;
    public string Text { get; } = text;

    /// <summary>What its jobs carry: their tag (Connect) or group (Thrift).</summary>
    public string JobKey { get; } = jobKey;

    public long StartTime { get; } = startTime;

    /// <summary>When its execution ended; results may be fetched until <see cref="CloseTime"/>.</summary>
    public long? FinishTime { get; set; }

    public long? CloseTime { get; set; }

    /// <summary>In Spark's words: STARTED, COMPILED, READY, CANCELED, TIMEDOUT, FAILED, FINISHED, CLOSED.</summary>
    public string State { get; set; } = "STARTED";

    public string? Error { get; set; }
    public string? Plan { get; set; }
    public long? Rows { get; set; }
}

/// <summary>Sessions and statements of one of the servers.</summary>
internal sealed class ServerSessions
{
    public Dictionary<string, ServerSession> Sessions { get; } = new(StringComparer.Ordinal);
    public Dictionary<string, ServerStatement> Statements { get; } = new(StringComparer.Ordinal);

    public bool Any => Sessions.Count > 0 || Statements.Count > 0;
}
