using Hearth.History.Model;

namespace Hearth.History.Web;

/// <summary>The tabs of an application.</summary>
internal static class Tabs
{
    public const string Overview = "overview/", Jobs = "jobs/", Stages = "stages/", Executors = "executors/", Sql = "SQL/", Storage = "storage/", Environment = "environment/",
        Streaming = "StreamingQuery/", Connect = "connect/", Thrift = "sqlserver/";

    private static readonly (string Path, string Name)[] s_always =
    [
        (Overview, "Overview"), (Jobs, "Jobs"), (Stages, "Stages"), (Executors, "Executors"), (Sql, "SQL"), (Storage, "Storage"), (Environment, "Environment"),
    ];

    /// <summary>Those of streaming and of servers only where it has had any.</summary>
    public static (string Path, string Name)[] Of(Application app) =>
    [
        .. s_always,
        .. app.StreamingQueries.Count > 0 ? [(Streaming, "Structured Streaming")] : Array.Empty<(string, string)>(),
        .. app.Connect.Any ? [(Connect, "Connect")] : Array.Empty<(string, string)>(),
        .. app.Thrift.Any ? [(Thrift, "JDBC/ODBC server")] : Array.Empty<(string, string)>(),
    ];
}
