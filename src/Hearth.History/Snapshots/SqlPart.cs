using Hearth.History.Model;

namespace Hearth.History.Snapshots;

/// <summary>SQL executions: what lists show lies in the main part, plans and metrics in a part of each execution's own.</summary>
internal static class SqlPart
{
    public static void Write(PartWriter writer, SqlExecution execution, SnapshotFile.Writer file)
    {
        writer.Number(execution.Id);
        writer.Number(execution.RootId);
        writer.Text(execution.Description);
        writer.Number(execution.SubmissionTime);
        writer.Optional(execution.CompletionTime);
        writer.OptionalText(execution.ErrorMessage);
        writer.OptionalText(execution.QueryId);
        writer.Flag(execution.IsStarted);
        writer.Numbers(execution.JobOrder);
        foreach (var job in execution.JobOrder)
            writer.Number((int)execution.Jobs[job]);
        writer.Numbers(execution.Stages);
        execution.StoreBody(file).Write(writer);
    }

    public static byte[] Pack(SqlBody body)
    {
        var writer = new PartWriter();
        WriteBody(writer, body);
        return writer.ToArray();
    }

    public static Late<SqlBody> Body(StoredBytes stored) => new(() => ReadBody(new PartReader(stored.All())));

    public static SqlExecution Read(PartReader reader, SnapshotFile file)
    {
        long id = reader.Number(), root = reader.Number();
        var description = reader.Text();
        var (submitted, completed) = (reader.Number(), reader.Optional());
        var (error, query, started) = (reader.OptionalText(), reader.OptionalText(), reader.Flag());
        var jobs = reader.Ints();
        var statuses = jobs.Select(_ => (JobStatus)reader.Int()).ToArray();
        var stages = reader.Ints();
        var execution = new SqlExecution(id, new StoredBytes(file, PartPlace.Read(reader)))
        {
            RootId = root,
            Description = description,
            SubmissionTime = submitted,
            CompletionTime = completed,
            ErrorMessage = error,
            QueryId = query,
            IsStarted = started,
        };
        execution.JobOrder.AddRange(jobs);
        for (var i = 0; i < jobs.Length; i++)
            execution.Jobs[jobs[i]] = statuses[i];
        execution.Stages.UnionWith(stages);
        return execution;
    }

    private static void WriteBody(PartWriter writer, SqlBody body)
    {
        writer.Text(body.Details);
        writer.Text(body.PhysicalPlan);
        writer.Pairs([.. body.ModifiedConfigs]);
        Write(writer, body.Graph);
        writer.Flag(body.InitialGraph is not null);
        if (body.InitialGraph is { } initial)
            Write(writer, initial);
        writer.Flag(body.Metrics is not null);
        if (body.Metrics is not { } metrics)
            return;
        writer.Array(metrics, static (w, pair) =>
        {
            w.Number(pair.Key);
            Write(w, pair.Value);
        });
    }

    private static SqlBody ReadBody(PartReader reader)
    {
        var body = new SqlBody { Details = reader.Text(), PhysicalPlan = reader.Text(), ModifiedConfigs = reader.Map(), Graph = ReadGraph(reader) };
        if (reader.Flag())
            body.InitialGraph = ReadGraph(reader);
        if (!reader.Flag())
            return body;
        body.Metrics = [];
        for (var count = reader.Count(); count > 0; count--)
            body.Metrics[reader.Number()] = ReadMetric(reader);
        return body;
    }

    private static void Write(PartWriter writer, PlanGraph graph)
    {
        writer.Array(graph.Nodes, static (w, node) =>
        {
            w.Number(node.Id);
            w.Text(node.Name);
            w.Text(node.Description);
            w.Optional(node.CodegenId);
            w.Flag(node.IsCluster);
            w.Array(node.Metrics, static (w, metric) =>
            {
                w.Text(metric.Name);
                w.Number(metric.AccumulatorId);
                w.Text(metric.Type);
            });
        });
        writer.Array(graph.Edges, static (w, edge) =>
        {
            w.Number(edge.From);
            w.Number(edge.To);
        });
    }

    private static PlanGraph ReadGraph(PartReader reader)
    {
        var nodes = reader.Array(r =>
        {
            var (id, name, description, codegen, cluster) = (r.Number(), r.Text(), r.Text(), r.Optional(), r.Flag());
            return new PlanNode(id, name, description, r.Array(m => new PlanMetric(m.Text(), m.Number(), m.Text())), codegen, cluster);
        });
        return new PlanGraph(nodes, reader.Array(r => new PlanEdge(r.Number(), r.Number())));
    }

    private static void Write(PartWriter writer, SqlMetricValue value)
    {
        writer.Text(value.Type);
        writer.Number(value.Count);
        writer.Number(value.Sum);
        writer.Number(value.Min);
        writer.Number(value.Median);
        writer.Number(value.Max);
        writer.Flag(value.MaxTask is not null);
        if (value.MaxTask is not { } task)
            return;
        writer.Number(task.Stage);
        writer.Number(task.Attempt);
        writer.Number(task.Task);
    }

    private static SqlMetricValue ReadMetric(PartReader reader)
    {
        var value = new SqlMetricValue(reader.Text(), reader.Int(), reader.Number(), reader.Number(), reader.Number(), reader.Number(), null);
        return reader.Flag() ? value with { MaxTask = (reader.Int(), reader.Int(), reader.Number()) } : value;
    }
}
