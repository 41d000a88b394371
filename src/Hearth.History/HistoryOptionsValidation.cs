using System.Net;
using Hearth.History.Rest;
using Hearth.History.Sources;

namespace Hearth.History;

internal static class HistoryOptionsValidation
{
    public static IEnumerable<string> Problems(HistoryOptions options)
    {
        if (options.LogDirectories.Count == 0)
            yield return "no log directory is named";
        foreach (var directory in options.LogDirectories)
        {
            if (LogStores.Problem(directory) is { } problem)
                yield return $"log directory '{directory}': {problem}";
        }

        if (options.Port is < 0 or > 65535)
            yield return $"port {options.Port} is not between 0 and 65535";
        if (options.SparkVersion is { } version && SparkDialect.Parse(version) is null)
            yield return $"'{version}' is not a Spark version such as 3.5.9";
        if (!IsLocal(options.Host) && options.Token is null)
            yield return $"listening on {options.Host} is open to other machines and needs a token";
    }

    public static bool IsLocal(string host) => host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
