using System.Globalization;
using System.Text.Json;
using Hearth.History.Model;

namespace Hearth.History.Rest;

/// <summary>
/// The SQL page's own table since Spark 4.2, in the protocol of DataTables. Executions that others began are shown below these, unless
/// <c>groupSubExecution=false</c>; without their root among the found, on their own.
/// </summary>
internal static class SqlTable
{
    public static void Write(Application application, RestQuery query, long now, Utf8JsonWriter json)
    {
        var all = SqlResource.Ordered(application).ToList();
        var found = Filter(all, query);
        var grouped = !query.Text("groupSubExecution", "true").Equals("false", StringComparison.OrdinalIgnoreCase);
        var rows = grouped ? Roots(found) : found;
        var children = grouped ? found.Except(rows).ToLookup(SqlResource.RootOf) : null;
        Sort(rows, query, now);
        int start = Number(query, "start", 0), length = Number(query, "length", 20);
        json.WriteStartObject();
        json.WriteNumber("draw", Number(query, "draw", 0));
        json.WriteNumber("recordsTotal", grouped ? Roots(all).Count : all.Count);
        json.WriteNumber("recordsFiltered", rows.Count);
        WriteSummary(rows, now, json);
        json.WriteStartArray("aaData");
        foreach (var execution in length > 0 ? rows.Take((int)Math.Clamp((long)start + length, 0, rows.Count)).Skip(Math.Max(0, start)) : rows)
        {
            json.WriteStartObject();
            WriteFields(execution, now, json);
            if (children is not null)
            {
                json.WriteStartArray("subExecutions");
                foreach (var child in children[execution.Id].OrderBy(e => e.Id))
                {
                    json.WriteStartObject();
                    WriteFields(child, now, json);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static int Number(RestQuery query, string name, int missing) => query.Has(name) ? query.Required(name) : missing;

    private static List<SqlExecution> Filter(List<SqlExecution> executions, RestQuery query)
    {
        string status = query.Text("status", ""), search = query.Text("search[value]", "");
        var ofStatus = status.Length == 0 ? executions : executions.FindAll(e => SqlResource.StatusOf(e).Equals(status, StringComparison.OrdinalIgnoreCase));
        if (search.Length == 0)
            return ofStatus;
        RequireDescriptions(ofStatus);
        return ofStatus.FindAll(e =>
            e.Description.Contains(search, StringComparison.OrdinalIgnoreCase)
            || SqlResource.StatusOf(e).Contains(search, StringComparison.OrdinalIgnoreCase)
            || e.Id.ToString(CultureInfo.InvariantCulture).Contains(search, StringComparison.Ordinal));
    }

    /// <summary>Executions whose start is not in the log have no description, and Spark asks it all the same.</summary>
    private static void RequireDescriptions(List<SqlExecution> executions)
    {
        if (executions.Exists(e => !e.IsStarted))
            throw RestException.Failed();
    }

    private static List<SqlExecution> Roots(List<SqlExecution> executions)
    {
        var ids = executions.Select(e => e.Id).ToHashSet();
        return executions.FindAll(e => SqlResource.RootOf(e) == e.Id || !ids.Contains(SqlResource.RootOf(e)));
    }

    private static void Sort(List<SqlExecution> rows, RestQuery query, long now)
    {
        var column = query.Text($"columns[{query.Text("order[0][column]", "")}][name]", "id");
        if (column == "description" && rows.Count > 1)
            RequireDescriptions(rows);
        Comparison<SqlExecution> by = column switch
        {
            "status" => (a, b) => string.CompareOrdinal(SqlResource.StatusOf(a), SqlResource.StatusOf(b)),
            "description" => (a, b) => string.CompareOrdinal(a.Description, b.Description),
            "submissionTime" => (a, b) => a.SubmissionTime.CompareTo(b.SubmissionTime),
            "duration" => (a, b) => Duration(a, now).CompareTo(Duration(b, now)),
            _ => (a, b) => a.Id.CompareTo(b.Id),
        };
        var ascending = query.Text("order[0][dir]", "desc") == "asc";
        rows.Sort((a, b) =>
        {
            var order = by(a, b);
            order = order == 0 ? a.Id.CompareTo(b.Id) : order;
            return ascending ? order : -order;
        });
    }

    private static void WriteSummary(List<SqlExecution> rows, long now, Utf8JsonWriter json)
    {
        var failed = rows.Count(e => SqlResource.StatusOf(e) == "FAILED");
        json.WriteStartObject("summary");
        json.WriteNumber("totalQueries", rows.Count);
        json.WriteNumber("averageDuration", rows.Count == 0 ? 0 : rows.Sum(e => Duration(e, now)) / rows.Count);
        json.WriteNumber("runningQueries", rows.Count(e => SqlResource.StatusOf(e) == "RUNNING"));
        json.WriteNumber("failedQueries", failed);
        json.WritePropertyName("failureRate");
        json.Real(rows.Count == 0 ? 0 : (double)failed / rows.Count);
        json.WriteEndObject();
    }

    private static void WriteFields(SqlExecution execution, long now, Utf8JsonWriter json)
    {
        json.WriteNumber("id", execution.Id);
        json.WriteString("status", SqlResource.StatusOf(execution));
        if (execution.IsStarted)
            json.WriteString("description", execution.Description);
        json.Date("submissionTime"u8, execution.SubmissionTime);
        json.WriteNumber("duration", Duration(execution, now));
        json.Ints("jobIds", execution.JobOrder.Where(id => execution.Jobs[id] == JobStatus.Succeeded).Order());
        json.Text("queryId", execution.QueryId);
        json.Text("errorMessage", execution.ErrorMessage);
        json.WriteNumber("rootExecutionId", SqlResource.RootOf(execution));
    }

    private static long Duration(SqlExecution execution, long now) => (execution.CompletionTime ?? now) - execution.SubmissionTime;
}
