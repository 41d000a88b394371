using System.Collections.Frozen;
using System.Text.Json;
using Hearth.History.Model;

namespace Hearth.History.Rest;

internal static class JobsResource
{
    private static readonly FrozenDictionary<string, JobStatus> s_statuses =
        Enum.GetValues<JobStatus>().ToFrozenDictionary(s => s.ToString().ToUpperInvariant(), s => s, StringComparer.Ordinal);

    public static void List(Application application, RestQuery query, SparkDialect dialect, Utf8JsonWriter json)
    {
        var statuses = query.Enums("status", s_statuses);
        json.WriteStartArray();
        foreach (var job in application.Jobs.Values.OrderByDescending(j => j.Id))
        {
            if (statuses is null || statuses.Contains(job.Status))
                Write(job, dialect, json);
        }

        json.WriteEndArray();
    }

    public static void One(Application application, int id, SparkDialect dialect, Utf8JsonWriter json)
    {
        if (!application.Jobs.TryGetValue(id, out var job))
            throw RestException.NotFound($"unknown job: {id}");
        Write(job, dialect, json);
    }

    private static void Write(Job job, SparkDialect dialect, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("jobId", job.Id);
        json.WriteString("name", job.Name);
        json.Text("description", job.Description);
        json.Date("submissionTime"u8, job.SubmissionTime);
        json.Date("completionTime"u8, job.CompletionTime);
        json.Ints("stageIds", job.StageIds);
        json.Text("jobGroup", job.Group);
        if (dialect.HasJobTags)
            json.Texts("jobTags", job.Tags);
        json.WriteString("status", job.Status.ToString().ToUpperInvariant());
        json.WriteNumber("numTasks", job.Tasks);
        json.WriteNumber("numActiveTasks", job.ActiveTasks);
        json.WriteNumber("numCompletedTasks", job.CompletedTasks);
        json.WriteNumber("numSkippedTasks", job.SkippedTasks);
        json.WriteNumber("numFailedTasks", job.FailedTasks);
        json.WriteNumber("numKilledTasks", job.KilledTasks);
        json.WriteNumber("numCompletedIndices", job.CompletedIndexCount);
        json.WriteNumber("numActiveStages", job.ActiveStages);
        json.WriteNumber("numCompletedStages", job.CompletedStages.Count);
        json.WriteNumber("numSkippedStages", job.SkippedStages.Count);
        json.WriteNumber("numFailedStages", job.FailedStages);
        json.Counts("killedTasksSummary", job.Killed.Counts);
        json.WriteEndObject();
        json.Drain();
    }
}
