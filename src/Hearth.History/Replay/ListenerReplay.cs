using Hearth.History.Model;

namespace Hearth.History.Replay;

/// <summary>
/// Streaming queries, sessions and statements, as Spark's <c>StreamingQueryStatusListener</c>, <c>SparkConnectServerListener</c> and
/// <c>HiveThriftServer2Listener</c> derive them, without their retention limits.
/// </summary>
internal sealed class ListenerReplay(Application application)
{
    /// <summary>False when the event is none of these.</summary>
    public bool TryApply(LogEvent logEvent)
    {
        switch (logEvent)
        {
            case StreamingStarted e:
                application.StreamingQueries[e.RunId] = new StreamingQuery(e.Id, e.RunId, e.Name, e.Time);
                return true;
            case StreamingProgressed e:
                if (application.StreamingQueries.TryGetValue(e.RunId, out var query))
                    query.Progress.Add(e.Progress);
                return true;
            case StreamingEnded e:
                OnEnded(e);
                return true;
            case ServerEvent e:
                OnServer(e.Server == ServerKind.Connect ? application.Connect : application.Thrift, e);
                return true;
            default:
                return false;
        }
    }

    /// <summary>The log does not say when a query ended: not before its last batch was over.</summary>
    private void OnEnded(StreamingEnded e)
    {
        if (!application.StreamingQueries.TryGetValue(e.RunId, out var query))
            return;
        query.Error = e.Error;
        query.EndTime = query.Progress.Count > 0 ? query.Progress[^1].Time + query.Progress[^1].Duration : query.StartTime;
    }

    private static void OnServer(ServerSessions server, ServerEvent e)
    {
        switch (e.Type)
        {
            case "SessionStarted" or "SessionCreated":
                server.Sessions[e.Key] = new ServerSession(e.Key, e.User, e.Server == ServerKind.Thrift ? e.Text : "", e.Time);
                break;
            case "SessionClosed":
                if (server.Sessions.TryGetValue(e.Key, out var session))
                    session.EndTime = e.Time;
                break;
            case "OperationStarted" or "OperationStart":
                server.Statements[e.Key] = new ServerStatement(e.Key, e.SessionId, e.User, e.Text, e.JobKey, e.Time);
                if (server.Sessions.TryGetValue(e.SessionId, out var of))
                    of.Statements++;
                break;
            default:
                if (server.Statements.TryGetValue(e.Key, out var statement))
                    OnStatement(statement, e);
                break;
        }
    }

    private static void OnStatement(ServerStatement statement, ServerEvent e)
    {
        switch (e.Type)
        {
            case "OperationAnalyzed" or "OperationParsed":
                statement.State = "COMPILED";
                statement.Plan = e.Server == ServerKind.Thrift ? e.Text : null;
                break;
            case "OperationReadyForExecution":
                statement.State = "READY";
                break;
            case "OperationClosed":
                statement.State = "CLOSED";
                statement.CloseTime = e.Time;
                break;
            case "OperationFailed" or "OperationError":
                (statement.State, statement.FinishTime, statement.Error) = ("FAILED", e.Time, e.Text);
                break;
            case "OperationCanceled":
                (statement.State, statement.FinishTime) = ("CANCELED", e.Time);
                break;
            case "OperationTimeout":
                (statement.State, statement.FinishTime) = ("TIMEDOUT", e.Time);
                break;
            case "OperationFinished" or "OperationFinish":
                (statement.State, statement.FinishTime, statement.Rows) = ("FINISHED", e.Time, e.Rows);
                break;
        }
    }
}
