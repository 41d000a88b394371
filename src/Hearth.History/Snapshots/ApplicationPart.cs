using Hearth.History.Model;

namespace Hearth.History.Snapshots;

/// <summary>The main part of a snapshot: the application without its tasks, plans and SQL metrics, which lie in parts of their own.</summary>
internal static class ApplicationPart
{
    /// <param name="key">What the snapshot is of; compared when it is read.</param>
    public static void Write(string key, Application application, SnapshotFile.Writer file)
    {
        var writer = new PartWriter();
        writer.Text(key);
        WriteAbout(writer, application);
        WriteEnvironment(writer, application);
        writer.Array(application.Jobs.Values, StagePart.Write);
        writer.Array(application.Stages.Values, (w, stage) => StagePart.Write(w, stage, file));
        writer.Array(application.Executors.Values, ExecutorPart.Write);
        writer.Array(application.Rdds.Values, ExecutorPart.Write);
        writer.Array(application.SqlExecutions.Values, (w, execution) => SqlPart.Write(w, execution, file));
        writer.Array(application.Processes.Values, Write);
        ListenerPart.Write(writer, application);
        file.End(writer.ToArray());
    }

    /// <summary>Null when the snapshot is of something else.</summary>
    public static Application? Read(string key, SnapshotFile file)
    {
        var reader = new PartReader(file.Read(file.Main));
        if (reader.Text() != key)
            return null;
        var application = new Application();
        ReadAbout(reader, application);
        ReadEnvironment(reader, application);
        for (var count = reader.Count(); count > 0; count--)
        {
            var job = StagePart.ReadJob(reader);
            application.Jobs[job.Id] = job;
        }

        for (var count = reader.Count(); count > 0; count--)
        {
            var stage = StagePart.ReadStage(reader, file);
            application.Stages[stage.Key] = stage;
        }

        for (var count = reader.Count(); count > 0; count--)
        {
            var executor = ExecutorPart.Read(reader);
            application.Executors[executor.Id] = executor;
        }

        for (var count = reader.Count(); count > 0; count--)
        {
            var rdd = ExecutorPart.ReadRdd(reader);
            application.Rdds[rdd.Info.Id] = rdd;
        }

        for (var count = reader.Count(); count > 0; count--)
        {
            var execution = SqlPart.Read(reader, file);
            application.SqlExecutions[execution.Id] = execution;
        }

        for (var count = reader.Count(); count > 0; count--)
        {
            var process = new MiscellaneousProcess(reader.Text(), reader.Text(), reader.Int(), reader.Number(), reader.Map());
            application.Processes[process.Id] = process;
        }

        ListenerPart.Read(reader, application);

        return application;
    }

    private static void WriteAbout(PartWriter writer, Application application)
    {
        writer.OptionalText(application.Id);
        writer.Text(application.Name);
        writer.OptionalText(application.AttemptId);
        writer.Text(application.User);
        writer.Text(application.SparkVersion);
        writer.Number(application.StartTime);
        writer.Number(application.EndTime);
        writer.Flag(application.Completed);
        writer.Optional(application.ExitCode);
        writer.Number(application.LastUpdated);
        writer.Number(application.Lines);
        writer.Count(application.Strings.Count);
        for (var i = 0; i < application.Strings.Count; i++)
            writer.Text(application.Strings[i]);
        var problems = application.Problems;
        writer.Number(problems.CorruptLines);
        writer.Flag(problems.TruncatedLine);
        writer.Array(problems.UnknownEvents, static (w, pair) =>
        {
            w.Text(pair.Key);
            w.Number(pair.Value);
        });
        writer.Pairs(problems.Damages);
    }

    private static void ReadAbout(PartReader reader, Application application)
    {
        application.Id = reader.OptionalText();
        application.Name = reader.Text();
        application.AttemptId = reader.OptionalText();
        application.User = reader.Text();
        application.SparkVersion = reader.Text();
        application.StartTime = reader.Number();
        application.EndTime = reader.Number();
        application.Completed = reader.Flag();
        application.ExitCode = (int?)reader.Optional();
        application.LastUpdated = reader.Number();
        application.Lines = reader.Number();
        for (var count = reader.Count(); count > 0; count--)
            application.Strings.Restore(reader.Text());
        var problems = application.Problems;
        problems.CorruptLines = reader.Number();
        problems.TruncatedLine = reader.Flag();
        for (var count = reader.Count(); count > 0; count--)
            problems.UnknownEvents[reader.Text()] = reader.Number();
        foreach (var (name, damage) in reader.Pairs())
            problems.Damages[name] = damage;
    }

    private static void WriteEnvironment(PartWriter writer, Application application)
    {
        var environment = application.Environment;
        writer.OptionalText(environment.JavaVersion);
        writer.OptionalText(environment.JavaHome);
        writer.OptionalText(environment.ScalaVersion);
        writer.Pairs(environment.SparkProperties);
        writer.Pairs(environment.HadoopProperties);
        writer.Pairs(environment.SystemProperties);
        writer.Pairs(environment.MetricsProperties);
        writer.Pairs(environment.ClasspathEntries);
        writer.Array(application.ResourceProfiles.Values, static (w, profile) =>
        {
            w.Number(profile.Id);
            w.Array(profile.Executor, static (w, pair) =>
            {
                w.Text(pair.Key);
                w.Text(pair.Value.Name);
                w.Number(pair.Value.Amount);
                w.Text(pair.Value.DiscoveryScript);
                w.Text(pair.Value.Vendor);
            });
            w.Array(profile.Task, static (w, pair) =>
            {
                w.Text(pair.Key);
                w.Text(pair.Value.Name);
                w.Real(pair.Value.Amount);
            });
        });
    }

    private static void ReadEnvironment(PartReader reader, Application application)
    {
        application.Environment = new ApplicationEnvironment
        {
            JavaVersion = reader.OptionalText(),
            JavaHome = reader.OptionalText(),
            ScalaVersion = reader.OptionalText(),
            SparkProperties = reader.Pairs(),
            HadoopProperties = reader.Pairs(),
            SystemProperties = reader.Pairs(),
            MetricsProperties = reader.Pairs(),
            ClasspathEntries = reader.Pairs(),
        };
        for (var count = reader.Count(); count > 0; count--)
        {
            var id = reader.Int();
            var executor = new Dictionary<string, ExecutorResource>(StringComparer.Ordinal);
            for (var resources = reader.Count(); resources > 0; resources--)
                executor[reader.Text()] = new ExecutorResource(reader.Text(), reader.Number(), reader.Text(), reader.Text());
            var task = new Dictionary<string, TaskResource>(StringComparer.Ordinal);
            for (var resources = reader.Count(); resources > 0; resources--)
                task[reader.Text()] = new TaskResource(reader.Text(), reader.Real());
            application.ResourceProfiles[id] = new ResourceProfile(id, executor, task);
        }
    }

    private static void Write(PartWriter writer, MiscellaneousProcess process)
    {
        writer.Text(process.Id);
        writer.Text(process.HostPort);
        writer.Number(process.Cores);
        writer.Number(process.AddTime);
        writer.Pairs([.. process.Logs]);
    }
}
