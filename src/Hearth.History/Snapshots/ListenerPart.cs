using Hearth.History.Model;

namespace Hearth.History.Snapshots;

/// <summary>Streaming queries, sessions and statements in a snapshot's main part.</summary>
internal static class ListenerPart
{
    public static void Write(PartWriter writer, Application application)
    {
        writer.Array(application.StreamingQueries.Values, Write);
        Write(writer, application.Connect);
        Write(writer, application.Thrift);
    }

    public static void Read(PartReader reader, Application application)
    {
        for (var count = reader.Count(); count > 0; count--)
        {
            var query = ReadQuery(reader);
            application.StreamingQueries[query.RunId] = query;
        }

        Read(reader, application.Connect);
        Read(reader, application.Thrift);
    }

    private static void Write(PartWriter writer, StreamingQuery query)
    {
        writer.Text(query.Id);
        writer.Text(query.RunId);
        writer.Text(query.Name);
        writer.Number(query.StartTime);
        writer.Optional(query.EndTime);
        writer.OptionalText(query.Error);
        writer.Array(query.Progress, Write);
    }

    private static void Write(PartWriter writer, StreamingProgress progress)
    {
        writer.Number(progress.Time);
        writer.Number(progress.BatchId);
        writer.Number(progress.InputRows);
        writer.Real(progress.InputRate);
        writer.Real(progress.ProcessRate);
        writer.Number(progress.Duration);
        writer.Array(progress.Phases, static (w, pair) =>
        {
            w.Text(pair.Key);
            w.Number(pair.Value);
        });
        writer.Number(progress.StateRows);
        writer.Number(progress.StateBytes);
        writer.Optional(progress.Watermark);
    }

    private static StreamingQuery ReadQuery(PartReader reader)
    {
        var query = new StreamingQuery(reader.Text(), reader.Text(), reader.Text(), reader.Number()) { EndTime = reader.Optional(), Error = reader.OptionalText() };
        for (var count = reader.Count(); count > 0; count--)
        {
            query.Progress.Add(new StreamingProgress(
                reader.Number(), reader.Number(), reader.Number(), reader.Real(), reader.Real(), reader.Number(),
                reader.Array(r => KeyValuePair.Create(r.Text(), r.Number())), reader.Number(), reader.Number(), reader.Optional()));
        }

        return query;
    }

    private static void Write(PartWriter writer, ServerSessions server)
    {
        writer.Array(server.Sessions.Values, static (w, session) =>
        {
            w.Text(session.Id);
            w.Text(session.User);
            w.Text(session.Address);
            w.Number(session.StartTime);
            w.Optional(session.EndTime);
            w.Number(session.Statements);
        });
        writer.Array(server.Statements.Values, static (w, statement) =>
        {
            w.Text(statement.Id);
            w.Text(statement.SessionId);
            w.Text(statement.User);
            w.Text(statement.Text);
            w.Text(statement.JobKey);
            w.Number(statement.StartTime);
            w.Optional(statement.FinishTime);
            w.Optional(statement.CloseTime);
            w.Text(statement.State);
            w.OptionalText(statement.Error);
            w.OptionalText(statement.Plan);
            w.Optional(statement.Rows);
        });
    }

    private static void Read(PartReader reader, ServerSessions server)
    {
        for (var count = reader.Count(); count > 0; count--)
        {
            var session = new ServerSession(reader.Text(), reader.Text(), reader.Text(), reader.Number()) { EndTime = reader.Optional(), Statements = reader.Int() };
            server.Sessions[session.Id] = session;
        }

        for (var count = reader.Count(); count > 0; count--)
        {
            var statement = new ServerStatement(reader.Text(), reader.Text(), reader.Text(), reader.Text(), reader.Text(), reader.Number())
            {
                FinishTime = reader.Optional(), CloseTime = reader.Optional(), State = reader.Text(), Error = reader.OptionalText(), Plan = reader.OptionalText(), Rows = reader.Optional(),
            };
            server.Statements[statement.Id] = statement;
        }
    }
}
