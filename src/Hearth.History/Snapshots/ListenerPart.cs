using Hearth.History.Model;

namespace Hearth.History.Snapshots;

/// <summary>Streaming queries, sessions and statements in a snapshot's main part.</summary>
internal static class ListenerPart
{
    public static void Write(PartWriter writer, Application application)
    {
        writer.Count(application.StreamingQueries.Count);
        foreach (var query in application.StreamingQueries.Values)
            Write(writer, query);
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
        writer.Count(query.Progress.Count);
        foreach (var progress in query.Progress)
            Write(writer, progress);
    }

    private static void Write(PartWriter writer, StreamingProgress progress)
    {
        writer.Number(progress.Time);
        writer.Number(progress.BatchId);
        writer.Number(progress.InputRows);
        writer.Real(progress.InputRate);
        writer.Real(progress.ProcessRate);
        writer.Number(progress.Duration);
        writer.Count(progress.Phases.Length);
        foreach (var (name, ms) in progress.Phases)
        {
            writer.Text(name);
            writer.Number(ms);
        }

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
        writer.Count(server.Sessions.Count);
        foreach (var session in server.Sessions.Values)
        {
            writer.Text(session.Id);
            writer.Text(session.User);
            writer.Text(session.Address);
            writer.Number(session.StartTime);
            writer.Optional(session.EndTime);
            writer.Number(session.Statements);
        }

        writer.Count(server.Statements.Count);
        foreach (var statement in server.Statements.Values)
        {
            writer.Text(statement.Id);
            writer.Text(statement.SessionId);
            writer.Text(statement.User);
            writer.Text(statement.Text);
            writer.Text(statement.JobKey);
            writer.Number(statement.StartTime);
            writer.Optional(statement.FinishTime);
            writer.Optional(statement.CloseTime);
            writer.Text(statement.State);
            writer.OptionalText(statement.Error);
            writer.OptionalText(statement.Plan);
            writer.Optional(statement.Rows);
        }
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
