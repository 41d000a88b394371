using System.Text.Json;
using Hearth.History.Model;

namespace Hearth.History.Replay;

/// <summary>
/// Parses lines of an event log into a batch. A line that cannot be read is counted and left out; an event of an unknown class is
/// counted by its name. One parser per thread; strings are shared through the pool.
/// </summary>
internal sealed class EventParser(StringPool strings)
{
    /// <summary>Plans nest two levels per operator; Jackson, which writes them, stops at the same depth.</summary>
    public const int MaxDepth = 1000;

    private const string SqlPackage = "org.apache.spark.sql.execution.ui.";
    private const string SchedulerPackage = "org.apache.spark.scheduler.";
    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = MaxDepth };
    private readonly TaskParser _tasks = new(strings);
    private readonly StageInfoParser _stages = new(strings);

    /// <summary>Parses complete lines; the last may lack its line end.</summary>
    public void Parse(ReadOnlyMemory<byte> lines, EventBatch batch)
    {
        while (!lines.IsEmpty)
        {
            var end = lines.Span.IndexOf((byte)'\n');
            var line = end < 0 ? lines : lines[..end];
            ParseLine(line, batch);
            if (end < 0)
                return;
            lines = lines[(end + 1)..];
        }
    }

    private void ParseLine(ReadOnlyMemory<byte> line, EventBatch batch)
    {
        var text = line.Span.TrimEnd((byte)'\r');
        if (text.IsEmpty)
            return;
        batch.Lines++;
        var read = true;
        if (text.StartsWith("{\"Event\":\"SparkListenerTaskEnd\""u8))
            read = _tasks.TryParseEnd(text, batch);
        else if (text.StartsWith("{\"Event\":\"SparkListenerTaskStart\""u8))
            read = _tasks.TryParseStart(text, batch);
        else if (!text.StartsWith("{\"Event\":\"SparkListenerTaskGettingResult\""u8))
            read = TryParseOther(line[..text.Length], batch);
        if (!read)
            batch.Problems.CorruptLines++;
    }

    private bool TryParseOther(ReadOnlyMemory<byte> line, EventBatch batch)
    {
        try
        {
            using var document = JsonDocument.Parse(line, s_options);
            var root = document.RootElement;
            if (root.Text("Event") is not { } name)
                return false;
            return name switch
            {
                // Lines that do not begin with the event's name (other writers) end here.
                "SparkListenerTaskEnd" => _tasks.TryParseEnd(line.Span, batch),
                "SparkListenerTaskStart" => _tasks.TryParseStart(line.Span, batch),
                _ => TryAdd(name, root, batch),
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or OverflowException)
        {
            return false;
        }
    }

    private bool TryAdd(string name, JsonElement root, EventBatch batch)
    {
        var parsed = name.StartsWith("org.", StringComparison.Ordinal) ? OfClass(name, root) : OfCore(name, root);
        if (parsed is not null)
            batch.Add(parsed);
        else if (!IsIgnored(name))
            batch.Problems.Unknown(name);
        return true;
    }

    private static bool IsIgnored(string name) =>
        name is "SparkListenerTaskGettingResult" or "SparkListenerBlockManagerRemoved"
        || name.StartsWith("org.apache.spark.sql.streaming.StreamingQueryListener$", StringComparison.Ordinal)
        || name.StartsWith("org.apache.spark.sql.connect.service.SparkListenerConnect", StringComparison.Ordinal)
        || name.StartsWith("org.apache.spark.sql.hive.thriftserver.ui.", StringComparison.Ordinal);

    private LogEvent? OfCore(string name, JsonElement root) => name switch
    {
        "SparkListenerLogStart" => new LogStart(root.Text("Spark Version") ?? ""),
        "SparkListenerApplicationStart" => new ApplicationStart(
            root.Text("App ID"), root.Text("App Name") ?? "", root.Text("App Attempt ID"), root.Long("Timestamp") ?? 0,
            root.Text("User") ?? "", MapOrNull(root, "Driver Logs"), MapOrNull(root, "Driver Attributes")),
        "SparkListenerApplicationEnd" => new ApplicationEnd(root.Long("Timestamp") ?? 0, (int?)(root.Long("ExitCode") ?? root.Long("Exit Code"))),
        "SparkListenerEnvironmentUpdate" => new EnvironmentUpdate(Environment(root)),
        "SparkListenerResourceProfileAdded" => new ResourceProfileAdded(Profile(root)),
        "SparkListenerExecutorAdded" => ExecutorAdded(root),
        "SparkListenerExecutorRemoved" => new ExecutorRemoved(
            Pooled(root, "Executor ID"), root.Long("Timestamp") ?? 0, Pooled(root, "Removed Reason")),
        "SparkListenerBlockManagerAdded" => BlockManagerAdded(root),
        "SparkListenerJobStart" => JobStart(root),
        "SparkListenerJobEnd" => JobEnd(root),
        "SparkListenerStageSubmitted" when root.Object("Stage Info") is { } info => new StageSubmitted(_stages.Parse(info), Properties(root)),
        "SparkListenerStageCompleted" when root.Object("Stage Info") is { } info => new StageCompleted(_stages.Parse(info)),
        "SparkListenerUnpersistRDD" => new UnpersistRdd(root.Int("RDD ID", -1)),
        "SparkListenerBlockUpdated" when root.Object("Block Updated Info") is { } info => BlockUpdated(info),
        "SparkListenerStageExecutorMetrics" => new ExecutorPeaksReported(
            Pooled(root, "Executor ID"), root.Int("Stage ID", -1), root.Int("Stage Attempt ID", 0),
            Peaks(root.Object("Executor Metrics"))),
        "SparkListenerExecutorMetricsUpdate" => Heartbeat(root),
        _ => null,
    };

    private LogEvent? OfClass(string name, JsonElement root)
    {
        if (name.StartsWith(SqlPackage, StringComparison.Ordinal))
            return SqlEventParser.Parse(name.AsSpan(SqlPackage.Length), root, strings);
        if (!name.StartsWith(SchedulerPackage, StringComparison.Ordinal))
            return ListenerEvents.Parse(name, root, strings);
        var simple = name[SchedulerPackage.Length..];
        if (simple == "SparkListenerMiscellaneousProcessAdded")
            return Process(root);
        return simple.Contains("cluded", StringComparison.Ordinal) || simple.Contains("listed", StringComparison.Ordinal)
            ? Exclusion(simple, root)
            : null;
    }

    private static ExclusionChanged Exclusion(string name, JsonElement root)
    {
        // Names are {Executor,Node}{Excluded,Blacklisted,Unexcluded,Unblacklisted}[ForStage].
        var forStage = name.EndsWith("ForStage", StringComparison.Ordinal);
        return new ExclusionChanged(
            root.Text("executorId"), root.Text("hostId"),
            !name.Contains("Unexcluded", StringComparison.Ordinal) && !name.Contains("Unblacklisted", StringComparison.Ordinal),
            forStage ? root.Int("stageId", -1) : null, root.Int("stageAttemptId", 0));
    }

    private MiscellaneousProcessAdded? Process(JsonElement root)
    {
        if (root.Object("info") is not { } info)
            return null;
        return new MiscellaneousProcessAdded(
            root.Long("time") ?? 0, root.Text("processId") ?? "", info.Text("hostPort") ?? "", info.Int("cores", 0),
            info.TextMap("logUrlInfo", strings));
    }

    private ExecutorAdded? ExecutorAdded(JsonElement root)
    {
        if (root.Object("Executor Info") is not { } info)
            return null;
        var resources = new Dictionary<string, ResourceInformation>(StringComparer.Ordinal);
        foreach (var resource in info.Properties("Resources"))
        {
            resources[resource.Name] = new ResourceInformation(
                resource.Value.Text("name") ?? resource.Name, [.. resource.Value.Array("addresses").Select(a => a.PlainText())]);
        }

        return new ExecutorAdded(
            Pooled(root, "Executor ID"), root.Long("Timestamp") ?? 0, Pooled(info, "Host"), info.Int("Total Cores", 0),
            info.TextMap("Log Urls", strings), info.TextMap("Attributes", strings), resources, info.Int("Resource Profile Id", 0));
    }

    private BlockManagerAdded? BlockManagerAdded(JsonElement root)
    {
        if (root.Object("Block Manager ID") is not { } id)
            return null;
        var executor = Pooled(id, "Executor ID");
        return new BlockManagerAdded(
            executor, HostPort(id), root.Long("Timestamp") ?? 0, root.Long("Maximum Memory") ?? 0,
            root.Long("Maximum Onheap Memory"), root.Long("Maximum Offheap Memory"));
    }

    private BlockUpdated? BlockUpdated(JsonElement info)
    {
        if (info.Object("Block Manager ID") is not { } id)
            return null;
        var executor = Pooled(id, "Executor ID");
        return new BlockUpdated(
            executor, HostPort(id), info.Text("Block ID") ?? "",
            StageInfoParser.Level(info.Object("Storage Level")), info.Long("Memory Size") ?? 0, info.Long("Disk Size") ?? 0);
    }

    private string HostPort(JsonElement blockManager) => strings.Get($"{blockManager.Text("Host")}:{blockManager.Int("Port", 0)}");

    private JobStart JobStart(JsonElement root)
    {
        var ids = root.Ints("Stage IDs");
        var stages = root.Find("Stage Infos") is { ValueKind: JsonValueKind.Array } infos
            ? [.. infos.EnumerateArray().Select(_stages.Parse)]
            : ids.Select(StageInfoParser.Unknown).ToArray();
        return new JobStart(root.Int("Job ID", -1), root.Long("Submission Time") ?? -1, stages, [.. stages.Select(s => s.Id)], Properties(root));
    }

    private JobEnd JobEnd(JsonElement root)
    {
        var result = root.Object("Job Result");
        var error = result?.Object("Exception")?.Text("Message");
        return new JobEnd(
            root.Int("Job ID", -1), root.Long("Completion Time") ?? -1, result?.Text("Result") == "JobSucceeded",
            error is null ? null : strings.Get(error));
    }

    private JobProperties Properties(JsonElement root)
    {
        if (root.Object("Properties") is not { } properties)
            return JobProperties.None;
        return new JobProperties(
            PooledOrNull(properties, "spark.job.description"), PooledOrNull(properties, "spark.jobGroup.id"),
            PooledOrNull(properties, "spark.job.tags"), properties.Long("spark.sql.execution.id"),
            PooledOrNull(properties, "spark.scheduler.pool"));
    }

    private Model.ApplicationEnvironment Environment(JsonElement root)
    {
        var jvm = root.Object("JVM Information");
        return new Model.ApplicationEnvironment
        {
            JavaVersion = jvm?.Text("Java Version"),
            JavaHome = jvm?.Text("Java Home"),
            ScalaVersion = jvm?.Text("Scala Version"),
            SparkProperties = Pairs(root, "Spark Properties"),
            HadoopProperties = Pairs(root, "Hadoop Properties"),
            SystemProperties = Pairs(root, "System Properties"),
            MetricsProperties = Pairs(root, "Metrics Properties"),
            ClasspathEntries = Pairs(root, "Classpath Entries"),
        };
    }

    private KeyValuePair<string, string>[] Pairs(JsonElement root, string name) =>
        [.. root.Properties(name).Select(p => KeyValuePair.Create(strings.Get(p.Name), strings.Get(p.Value.PlainText())))];

    private static ResourceProfile Profile(JsonElement root)
    {
        var executor = new Dictionary<string, ExecutorResource>(StringComparer.Ordinal);
        foreach (var request in root.Properties("Executor Resource Requests"))
        {
            executor[request.Name] = new ExecutorResource(
                request.Value.Text("Resource Name") ?? request.Name, request.Value.Long("Amount") ?? 0,
                request.Value.Text("Discovery Script") ?? "", request.Value.Text("Vendor") ?? "");
        }

        var task = new Dictionary<string, TaskResource>(StringComparer.Ordinal);
        foreach (var request in root.Properties("Task Resource Requests"))
        {
            task[request.Name] = new TaskResource(
                request.Value.Text("Resource Name") ?? request.Name,
                request.Value.Find("Amount") is { ValueKind: JsonValueKind.Number } amount ? amount.GetDouble() : 0);
        }

        return new ResourceProfile(root.Int("Resource Profile Id", 0), executor, task);
    }

    private Heartbeat Heartbeat(JsonElement root) => new(
        Pooled(root, "Executor ID"),
        [.. root.Array("Executor Metrics Updated").Select(u => (u.Int("Stage ID", -1), u.Int("Stage Attempt ID", -1), Peaks(u.Object("Executor Metrics"))))],
        [.. root.Array("Metrics Updated").Select(TaskProgress)]);

    private static TaskProgress TaskProgress(JsonElement task) => new(
        task.Long("Task ID") ?? -1, task.Int("Stage ID", -1), task.Int("Stage Attempt ID", 0),
        [.. task.Array("Accumulator Updates").Select(a => (Id: a.Long("ID"), Update: a.Long("Update"))).Where(a => a is { Id: not null, Update: not null }).Select(a => (a.Id!.Value, a.Update!.Value))]);

    private static long[] Peaks(JsonElement? metrics)
    {
        var peaks = new long[ExecutorMetric.Count];
        if (metrics is not { } reported)
            return peaks;
        for (var i = 0; i < peaks.Length; i++)
            peaks[i] = reported.Long(ExecutorMetric.Names[i]) ?? 0;
        return peaks;
    }

    private Dictionary<string, string>? MapOrNull(JsonElement root, string name) =>
        root.Object(name) is null ? null : root.TextMap(name, strings);

    private string Pooled(JsonElement parent, string name) => strings.Get(parent.Text(name) ?? "");

    private string? PooledOrNull(JsonElement parent, string name) => parent.Text(name) is { } text ? strings.Get(text) : null;
}
