using System.Globalization;
using System.Text.Json;
using Hearth.History.Model;

namespace Hearth.History.Rest;

/// <summary>The SQL page's own table since Spark 4.2, in the protocol of DataTables.</summary>
internal static class SqlTable
{
    public static void Write(Application application, RestQuery query, long now, Utf8JsonWriter json)
    {
        var all = SqlResource.Ordered(application).ToList();
        var rows = Filter(all, query).ToList();
        rows.Sort(Comparison(query, now));
        int start = query.Int("start", 0), length = query.Int("length", 20);
        json.WriteStartObject();
        json.WriteNumber("draw", query.Int("draw", 0));
        json.WriteNumber("recordsTotal", all.Count);
        json.WriteNumber("recordsFiltered", rows.Count);
        WriteSummary(rows, now, json);
        json.WriteStartArray("aaData");
        foreach (var execution in rows.Skip(start).Take(length < 0 ? int.MaxValue : length))
            WriteRow(execution, now, json);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static IEnumerable<SqlExecution> Filter(IEnumerable<SqlExecution> executions, RestQuery query)
    {
        var status = query.Text("status", "");
        var search = query.Text("search[value]", "");
        var grouped = query.Flag("groupSubExecution", false);
        return executions.Where(e =>
            (status.Length == 0 || SqlResource.StatusOf(e).Equals(status, StringComparison.OrdinalIgnoreCase))
            && (!grouped || e.RootId == e.Id)
            && (search.Length == 0 || e.Description.Contains(search, StringComparison.OrdinalIgnoreCase)
                || e.Id.ToString(CultureInfo.InvariantCulture).Contains(search, StringComparison.Ordinal)));
    }

    private static Comparison<SqlExecution> Comparison(RestQuery query, long now)
    {
        Comparison<SqlExecution> by = query.Int("order[0][column]", 0) switch
        {
            1 => (a, b) => string.CompareOrdinal(SqlResource.StatusOf(a), SqlResource.StatusOf(b)),
            2 => (a, b) => string.CompareOrdinal(a.Description, b.Description),
            3 => (a, b) => a.SubmissionTime.CompareTo(b.SubmissionTime),
            4 => (a, b) => Duration(a, now).CompareTo(Duration(b, now)),
            _ => (a, b) => a.Id.CompareTo(b.Id),
        };
        var descending = query.Text("order[0][dir]", "desc").Equals("desc", StringComparison.OrdinalIgnoreCase);
        return (a, b) =>
        {
            var order = by(a, b);
            order = order == 0 ? a.Id.CompareTo(b.Id) : order;
            return descending ? -order : order;
        };
    }

    private static void WriteSummary(List<SqlExecution> rows, long now, Utf8JsonWriter json)
    {
        var failed = rows.Count(e => SqlResource.StatusOf(e) == "FAILED");
        json.WriteStartObject("summary");
        json.WriteNumber("totalQueries", rows.Count);
        json.WriteNumber("averageDuration", rows.Count == 0 ? 0 : (long)rows.Average(e => Duration(e, now)));
        json.WriteNumber("runningQueries", rows.Count(e => SqlResource.StatusOf(e) == "RUNNING"));
        json.WriteNumber("failedQueries", failed);
        json.WritePropertyName("failureRate");
        json.Real(rows.Count == 0 ? 0 : (double)failed / rows.Count);
        json.WriteEndObject();
    }

    private static void WriteRow(SqlExecution execution, long now, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("id", execution.Id);
        json.WriteString("status", SqlResource.StatusOf(execution));
        json.WriteString("description", execution.Description);
        json.Date("submissionTime", execution.SubmissionTime);
        json.WriteNumber("duration", Duration(execution, now));
        json.Ints("runningJobIds", Jobs(execution, JobStatus.Running));
        json.Ints("successJobIds", Jobs(execution, JobStatus.Succeeded));
        json.Ints("failedJobIds", Jobs(execution, JobStatus.Failed));
        json.Text("queryId", execution.QueryId);
        json.Text("errorMessage", execution.ErrorMessage);
        json.WriteNumber("rootExecutionId", execution.RootId);
        json.WriteEndObject();
    }

    private static IEnumerable<int> Jobs(SqlExecution execution, JobStatus status) => execution.JobOrder.Where(id => execution.Jobs[id] == status).Order();

    private static long Duration(SqlExecution execution, long now) => (execution.CompletionTime ?? now) - execution.SubmissionTime;
}
