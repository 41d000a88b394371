using Hearth.History.Model;

namespace Hearth.History.Snapshots;

/// <summary>Streaming queries, and the sessions and statements of Connect and the JDBC/ODBC server.</summary>
internal static class ServicePart
{
    public static void Write(PartWriter writer, StreamingQuery query)
    {
        writer.Text(query.Id);
        writer.Text(query.RunId);
        writer.Text(query.Name);
        writer.Number(query.StartTime);
        writer.Optional(query.EndTime);
        writer.OptionalText(query.Error);
        writer.Count(query.Progress.Count);
        foreach (var progress in query.Progress)
        {
            writer.Number(progress.Time);
            writer.Number(progress.BatchId);
            writer.Number(progress.InputRows);
            writer.Real(progress.InputRate);
            writer.Real(progress.ProcessRate);
            writer.Number(progress.Duration);
            writer.Count(progress.Phases.Length);
            foreach (var (phase, duration) in progress.Phases)
            {
                writer.Text(phase);
                writer.Number(duration);
            }

            writer.Number(progress.StateRows);
            writer.Number(progress.StateBytes);
            writer.Optional(progress.Watermark);
        }
    }

    public static StreamingQuery ReadQuery(PartReader reader)
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

    public static void Write(PartWriter writer, ServerSessions sessions)
    {
        writer.Count(sessions.Sessions.Count);
        foreach (var session in sessions.Sessions.Values)
        {
            writer.Text(session.Id);
            writer.Text(session.User);
            writer.Text(session.Address);
            writer.Number(session.StartTime);
            writer.Optional(session.EndTime);
            writer.Number(session.Statements);
        }

        writer.Count(sessions.Statements.Count);
        foreach (var statement in sessions.Statements.Values)
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

    public static void Read(PartReader reader, ServerSessions sessions)
    {
        for (var count = reader.Count(); count > 0; count--)
        {
            var session = new ServerSession(reader.Text(), reader.Text(), reader.Text(), reader.Number()) { EndTime = reader.Optional(), Statements = reader.Int() };
            sessions.Sessions[session.Id] = session;
        }

        for (var count = reader.Count(); count > 0; count--)
        {
            var statement = new ServerStatement(reader.Text(), reader.Text(), reader.Text(), reader.Text(), reader.Text(), reader.Number())
            {
                FinishTime = reader.Optional(),
                CloseTime = reader.Optional(),
                State = reader.Text(),
                Error = reader.OptionalText(),
                Plan = reader.OptionalText(),
                Rows = reader.Optional(),
            };
            sessions.Statements[statement.Id] = statement;
        }
    }
}
