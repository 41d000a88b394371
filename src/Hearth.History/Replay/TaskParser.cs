using System.Text.Json;
using Hearth.History.Model;
using static Hearth.History.Model.TaskColumn;

namespace Hearth.History.Replay;

/// <summary>Parses <c>SparkListenerTaskStart</c> and <c>SparkListenerTaskEnd</c>, the lines that make up nearly all of a log.</summary>
internal sealed class TaskParser(StringPool strings)
{
    private const int StageIdKey = 1000, StageAttemptKey = 1001, InfoKey = 1002, ReasonKey = 1003, MetricsKey = 1004, PeaksKey = 1005;
    private const int ExecutorKey = 1010, HostKey = 1011, LocalityKey = 1012, SpeculativeKey = 1013, FailedKey = 1014, KilledKey = 1015,
        AccumulablesKey = 1016;
    private const int NestedKey = 1020, NestedPushKey = 1021;

    private static readonly KeyTable s_event = new(
        ("Event", -1), ("Stage ID", StageIdKey), ("Stage Attempt ID", StageAttemptKey), ("Task Type", -1),
        ("Task End Reason", ReasonKey), ("Task Info", InfoKey), ("Task Executor Metrics", PeaksKey), ("Task Metrics", MetricsKey));

    private static readonly KeyTable s_info = new(
        ("Task ID", (int)TaskId), ("Index", (int)TaskColumn.Index), ("Attempt", (int)Attempt), ("Partition ID", (int)PartitionId),
        ("Launch Time", (int)LaunchTime), ("Executor ID", ExecutorKey), ("Host", HostKey), ("Locality", LocalityKey),
        ("Speculative", SpeculativeKey), ("Getting Result Time", (int)GettingResultTime), ("Finish Time", (int)FinishTime),
        ("Failed", FailedKey), ("Killed", KilledKey), ("Accumulables", AccumulablesKey));

    private static readonly KeyTable s_metrics = new(
        ("Executor Deserialize Time", (int)ExecutorDeserializeTime),
        ("Executor Deserialize CPU Time", (int)ExecutorDeserializeCpuTime),
        ("Executor Run Time", (int)ExecutorRunTime),
        ("Executor CPU Time", (int)ExecutorCpuTime),
        ("Peak Execution Memory", (int)PeakExecutionMemory),
        ("Peak On Heap Execution Memory", (int)PeakOnHeapExecutionMemory),
        ("Peak Off Heap Execution Memory", (int)PeakOffHeapExecutionMemory),
        ("Result Size", (int)ResultSize),
        ("JVM GC Time", (int)JvmGcTime),
        ("Result Serialization Time", (int)ResultSerializationTime),
        ("Memory Bytes Spilled", (int)MemoryBytesSpilled),
        ("Disk Bytes Spilled", (int)DiskBytesSpilled),
        ("Shuffle Read Metrics", NestedKey), ("Shuffle Write Metrics", NestedKey + 2), ("Input Metrics", NestedKey + 3),
        ("Output Metrics", NestedKey + 4));

    private static readonly KeyTable s_shuffleRead = new(
        ("Remote Blocks Fetched", (int)ShuffleRemoteBlocksFetched),
        ("Local Blocks Fetched", (int)ShuffleLocalBlocksFetched),
        ("Fetch Wait Time", (int)ShuffleFetchWaitTime),
        ("Remote Bytes Read", (int)ShuffleRemoteBytesRead),
        ("Remote Bytes Read To Disk", (int)ShuffleRemoteBytesReadToDisk),
        ("Local Bytes Read", (int)ShuffleLocalBytesRead),
        ("Total Records Read", (int)ShuffleRecordsRead),
        ("Remote Requests Duration", (int)ShuffleRemoteReqsDuration),
        ("Push Based Shuffle", NestedPushKey), ("Shuffle Push Read Metrics", NestedPushKey));

    private static readonly KeyTable s_push = new(
        ("Corrupt Merged Block Chunks", (int)ShuffleCorruptMergedBlockChunks),
        ("Merged Fetch Fallback Count", (int)ShuffleMergedFetchFallbackCount),
        ("Merged Remote Blocks Fetched", (int)ShuffleMergedRemoteBlocksFetched),
        ("Merged Local Blocks Fetched", (int)ShuffleMergedLocalBlocksFetched),
        ("Merged Remote Chunks Fetched", (int)ShuffleMergedRemoteChunksFetched),
        ("Merged Local Chunks Fetched", (int)ShuffleMergedLocalChunksFetched),
        ("Merged Remote Bytes Read", (int)ShuffleMergedRemoteBytesRead),
        ("Merged Local Bytes Read", (int)ShuffleMergedLocalBytesRead),
        ("Merged Remote Requests Duration", (int)ShuffleMergedRemoteReqsDuration),
        ("Merged Fallback Count", (int)ShuffleMergedFetchFallbackCount));

    private static readonly KeyTable s_shuffleWrite = new(
        ("Shuffle Bytes Written", (int)ShuffleWriteBytes),
        ("Shuffle Write Time", (int)ShuffleWriteTime),
        ("Shuffle Records Written", (int)ShuffleWriteRecords));

    private static readonly KeyTable s_input = new(("Bytes Read", (int)InputBytes), ("Records Read", (int)InputRecords));
    private static readonly KeyTable s_output = new(("Bytes Written", (int)OutputBytes), ("Records Written", (int)OutputRecords));
    private static readonly KeyTable s_peaks = new([.. ExecutorMetric.Names.Select((name, i) => (name, i))]);

    private readonly List<Accumulable> _accumulables = [];

    /// <summary>False when the line is damaged or lacks what every such event has.</summary>
    public bool TryParseStart(ReadOnlySpan<byte> line, EventBatch batch)
    {
        ref var start = ref batch.NextStart();
        start.Attempt = 1;
        start.PartitionId = -1;
        var cursor = new JsonCursor(line);
        cursor.BeginObject();
        var hint = 0;
        var hasInfo = false;
        while (cursor.NextKey(out var key))
        {
            switch (s_event.Find(key, ref hint))
            {
                case StageIdKey: start.StageId = (int)cursor.Int64(); break;
                case StageAttemptKey: start.StageAttempt = (int)cursor.Int64(); break;
                case InfoKey when cursor.TryBeginObject():
                    hasInfo = true;
                    ParseStartInfo(ref cursor, ref start);
                    break;
                case InfoKey: break;
                default: cursor.Skip(); break;
            }
        }

        if (cursor.Broken || !cursor.AtEnd || !hasInfo)
            return false;
        batch.KeepStart();
        return true;
    }

    public bool TryParseEnd(ReadOnlySpan<byte> line, EventBatch batch)
    {
        ref var end = ref batch.NextEnd();
        end.Row[Attempt] = 1;
        end.Row[PartitionId] = -1;

        // Spark reads absent metrics as empty ones.
        end.Row[HasMetrics] = 1;
        end.Executor = end.Host = end.Locality = "";
        var cursor = new JsonCursor(line);
        cursor.BeginObject();
        var hint = 0;
        var hasInfo = false;
        while (cursor.NextKey(out var key))
        {
            switch (s_event.Find(key, ref hint))
            {
                case StageIdKey: end.StageId = (int)cursor.Int64(); break;
                case StageAttemptKey: end.StageAttempt = (int)cursor.Int64(); break;
                case ReasonKey: ParseReason(cursor.Raw(), ref end); break;
                case InfoKey when cursor.TryBeginObject():
                    hasInfo = true;
                    ParseEndInfo(ref cursor, ref end, batch);
                    break;
                case PeaksKey when cursor.TryBeginObject(): ParsePeaks(ref cursor, ref end); break;
                case MetricsKey when cursor.TryBeginObject(): ParseMetrics(ref cursor, ref end.Row); break;
                case InfoKey or PeaksKey or MetricsKey: break;
                default: cursor.Skip(); break;
            }
        }

        if (cursor.Broken || !cursor.AtEnd || !hasInfo)
        {
            batch.SqlUpdates.RemoveRange(end.SqlStart, batch.SqlUpdates.Count - end.SqlStart);
            return false;
        }

        end.SqlCount = batch.SqlUpdates.Count - end.SqlStart;
        end.Row[Status] = (long)StatusOf(end.Row[FinishTime], end.Row[GettingResultTime], end.Failed, end.Killed);
        batch.KeepEnd();
        return true;
    }

    /// <summary><c>TaskInfo.status</c>.</summary>
    public static TaskState StatusOf(long finish, long gettingResult, bool failed, bool killed) =>
        finish == 0 ? gettingResult > 0 ? TaskState.GetResult : TaskState.Running
        : failed ? TaskState.Failed
        : killed ? TaskState.Killed
        : TaskState.Success;

    private void ParseStartInfo(ref JsonCursor cursor, ref TaskStartEvent start)
    {
        start.Executor = start.Host = start.Locality = "";
        var hint = 0;
        while (cursor.NextKey(out var key))
        {
            switch (s_info.Find(key, ref hint))
            {
                case (int)TaskId: start.TaskId = cursor.Int64(); break;
                case (int)TaskColumn.Index: start.Index = (int)cursor.Int64(); break;
                case (int)Attempt: start.Attempt = (int)cursor.Int64(); break;
                case (int)PartitionId: start.PartitionId = (int)cursor.Int64(); break;
                case (int)LaunchTime: start.LaunchTime = cursor.Int64(); break;
                case (int)GettingResultTime: start.GettingResultTime = cursor.Int64(); break;
                case (int)FinishTime: start.FinishTime = cursor.Int64(); break;
                case ExecutorKey: start.Executor = Text(ref cursor); break;
                case HostKey: start.Host = Text(ref cursor); break;
                case LocalityKey: start.Locality = Text(ref cursor); break;
                case SpeculativeKey: start.Speculative = cursor.Bool(); break;
                case FailedKey: start.Failed = cursor.Bool(); break;
                case KilledKey: start.Killed = cursor.Bool(); break;
                default: cursor.Skip(); break;
            }
        }
    }

    private void ParseEndInfo(ref JsonCursor cursor, ref TaskEndEvent end, EventBatch batch)
    {
        var hint = 0;
        while (cursor.NextKey(out var key))
        {
            var slot = s_info.Find(key, ref hint);
            switch (slot)
            {
                case ExecutorKey: end.Executor = Text(ref cursor); break;
                case HostKey: end.Host = Text(ref cursor); break;
                case LocalityKey: end.Locality = Text(ref cursor); break;
                case SpeculativeKey: end.Row[Speculative] = cursor.Bool() ? 1 : 0; break;
                case FailedKey: end.Failed = cursor.Bool(); break;
                case KilledKey: end.Killed = cursor.Bool(); break;
                case AccumulablesKey: ParseAccumulables(ref cursor, ref end, batch); break;
                case >= 0: end.Row[slot] = cursor.Int64(); break;
                default: cursor.Skip(); break;
            }
        }
    }

    private void ParseAccumulables(ref JsonCursor cursor, ref TaskEndEvent end, EventBatch batch)
    {
        if (!cursor.TryBeginArray())
            return;
        _accumulables.Clear();
        while (cursor.NextElement() && cursor.BeginObject())
            ParseAccumulable(ref cursor, batch);
        if (_accumulables.Count > 0)
            end.Accumulables = [.. _accumulables];
    }

    private void ParseAccumulable(ref JsonCursor cursor, EventBatch batch)
    {
        long id = 0, update = 0;
        bool isInternal = false, isSql = false, hasUpdate = false;
        ReadOnlySpan<byte> name = default, rawUpdate = default, rawValue = default;
        var escaped = false;
        while (cursor.NextKey(out var key))
        {
            if (key.SequenceEqual("ID"u8))
                id = cursor.Int64();
            else if (key.SequenceEqual("Name"u8) && cursor.IsString)
                name = cursor.RawString(out escaped);
            else if (key.SequenceEqual("Update"u8))
            {
                rawUpdate = cursor.Raw();
                hasUpdate = true;
            }
            else if (key.SequenceEqual("Value"u8))
                rawValue = cursor.Raw();
            else if (key.SequenceEqual("Internal"u8))
                isInternal = cursor.Bool();
            else if (key.SequenceEqual("Metadata"u8) && cursor.IsString)
                isSql = cursor.RawString(out _).SequenceEqual("sql"u8);
            else
                cursor.Skip();
        }

        if (isSql)
        {
            if (hasUpdate && TryNumber(rawUpdate, out update))
                batch.SqlUpdates.Add((id, update));
        }
        else if (!isInternal)
        {
            _accumulables.Add(new Accumulable(
                id,
                name.IsEmpty && !escaped ? null : escaped ? JsonCursor.Unescape(name) : strings.Get(name),
                AccumulableText.Of(rawUpdate),
                AccumulableText.Of(rawValue)));
        }
    }

    private static bool TryNumber(ReadOnlySpan<byte> raw, out long value)
    {
        if (raw.Length >= 2 && raw[0] == '"')
            raw = raw[1..^1];
        return System.Buffers.Text.Utf8Parser.TryParse(raw, out value, out var read) && read == raw.Length;
    }

    private static void ParsePeaks(ref JsonCursor cursor, ref TaskEndEvent end)
    {
        var hint = 0;
        while (cursor.NextKey(out var key))
        {
            var slot = s_peaks.Find(key, ref hint);
            if (slot < 0)
            {
                cursor.Skip();
                continue;
            }

            var value = cursor.Int64();
            end.Peaks[slot] = value;
            end.HasPeaks |= value != 0;
        }
    }

    private static void ParseMetrics(ref JsonCursor cursor, ref TaskRow row)
    {
        var hint = 0;
        while (cursor.NextKey(out var key))
        {
            var slot = s_metrics.Find(key, ref hint);
            switch (slot)
            {
                case < 0: cursor.Skip(); break;
                case < NestedKey: row[slot] = cursor.Int64(); break;
                case NestedKey: ParseShuffleRead(ref cursor, ref row); break;
                case NestedKey + 2: ParseFlat(ref cursor, ref row, s_shuffleWrite); break;
                case NestedKey + 3: ParseFlat(ref cursor, ref row, s_input); break;
                default: ParseFlat(ref cursor, ref row, s_output); break;
            }
        }
    }

    private static void ParseShuffleRead(ref JsonCursor cursor, ref TaskRow row)
    {
        if (!cursor.TryBeginObject())
            return;
        var hint = 0;
        while (cursor.NextKey(out var key))
        {
            var slot = s_shuffleRead.Find(key, ref hint);
            if (slot == NestedPushKey)
                ParseFlat(ref cursor, ref row, s_push);
            else if (slot >= 0)
                row[slot] = cursor.Int64();
            else
                cursor.Skip();
        }
    }

    private static void ParseFlat(ref JsonCursor cursor, ref TaskRow row, KeyTable keys)
    {
        if (!cursor.TryBeginObject())
            return;
        var hint = 0;
        while (cursor.NextKey(out var key))
        {
            var slot = keys.Find(key, ref hint);
            if (slot >= 0)
                row[slot] = cursor.Int64();
            else
                cursor.Skip();
        }
    }

    private void ParseReason(ReadOnlySpan<byte> raw, ref TaskEndEvent end)
    {
        if (raw.SequenceEqual("{\"Reason\":\"Success\"}"u8) || raw.IsEmpty)
            return;
        try
        {
            var reader = new Utf8JsonReader(raw, new JsonReaderOptions { MaxDepth = EventParser.MaxDepth });
            using var document = JsonDocument.ParseValue(ref reader);
            (end.Reason, var error) = TaskEndReason.Parse(document.RootElement);
            end.Error = error is null ? null : strings.Get(error);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            // The reason's text is damaged; that the task did not succeed is still known.
            end.Reason = EndReason.OtherFailure;
            end.Error = "UnknownReason";
        }
    }

    private string Text(ref JsonCursor cursor)
    {
        if (!cursor.IsString)
        {
            cursor.Skip();
            return "";
        }

        var raw = cursor.RawString(out var escaped);
        return escaped ? strings.Get(JsonCursor.Unescape(raw)) : strings.Get(raw);
    }
}
