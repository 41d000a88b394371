using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hearth.Kube.Core.Objects;
using Hearth.Spark.Api;

namespace Hearth.Operator.Applications;

/// <summary>When a driver launched its first task.</summary>
/// <param name="At">Null where it is not known, or not yet.</param>
/// <param name="Again">When to look again; null: there is no need.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FirstTask(DateTimeOffset? At, TimeSpan? Again);

/// <summary>
/// When drivers launched their first task: nothing in the cluster says so, only Spark's own REST API, on the port of the UI, while the
/// driver runs. Asked beside the work of the operator, which never waits for it; a driver that does not answer is let be.
/// </summary>
internal sealed class FirstTasks : IDisposable
{
    private const int AtOnce = 8;
    private const int MostTries = 8;
    private const int LargestAnswer = 256 * 1024;
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(1);

    /// <summary>It is no news that needs a write of its own: what comes until then goes with it.</summary>
    private static readonly TimeSpan s_late = TimeSpan.FromSeconds(30);
    private readonly ConcurrentDictionary<string, Inquiry> _inquiries = new(StringComparer.Ordinal);
    private readonly HttpClient _http;
    private int _asking;

    /// <param name="handler">Null: the network.</param>
    public FirstTasks(HttpMessageHandler? handler = null) =>
        _http = new(handler ?? new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { Timeout = s_timeout, MaxResponseContentBufferSize = LargestAnswer };

    /// <summary>What is known of one driver.</summary>
    /// <param name="Due">When it is to be asked; null while it is asked, or where there is no use in asking.</param>
    private sealed record Inquiry(int Tries, DateTimeOffset? Due, DateTimeOffset? Answer);

    public void Dispose() => _http.Dispose();

    /// <param name="application">Its status may tell already.</param>
    /// <param name="driver">Null: there is none to ask.</param>
    /// <param name="executors">Without one that runs there are no tasks, unless the application wants none.</param>
    /// <param name="now">The present.</param>
    /// <param name="lookAgain">Called when a driver has answered, with when another look is worth while; from another thread.</param>
    public FirstTask Of(SparkApplication application, PodFacts? driver, IReadOnlyList<PodFacts> executors, DateTimeOffset now, Action<TimeSpan> lookAgain)
    {
        if (driver is null || application.Status?.Timeline?.FirstTask is not null)
            return default;
        var address = AddressOf(application, driver);
        if (!_inquiries.TryGetValue(driver.Uid, out var known))
        {
            if (address is null || (Timelines.WantedExecutors(application.Spec) > 0 && !executors.Any(e => e.Phase == PodPhase.Running)))
                return default;
            known = _inquiries.GetOrAdd(driver.Uid, new Inquiry(0, now + s_soon, null));
        }

        if (known.Due is not { } due || address is null)
            return new(known.Answer, null);
        if (due > now)
            return new(null, due - now);
        return new(null, TryBegin(driver.Uid, known, address, now, lookAgain) ? null : s_late);
    }

    public void Forget(string driver) => _inquiries.TryRemove(driver, out _);

    /// <summary>False where too many are asked already.</summary>
    private bool TryBegin(string driver, Inquiry known, Uri address, DateTimeOffset now, Action<TimeSpan> lookAgain)
    {
        if (Volatile.Read(ref _asking) >= AtOnce)
            return false;
        if (_inquiries.TryUpdate(driver, known with { Due = null }, known))
            _ = AskAsync(driver, known, address, now, lookAgain);
        return true;
    }

    private static Uri? AddressOf(SparkApplication application, PodFacts driver)
    {
        if (driver is not { Phase: PodPhase.Running, End: null, Deleting: false, Ip: { } text, ApplicationId: { } id } || !IPAddress.TryParse(text, out var ip))
            return null;
        var conf = application.Spec.SparkConf;
        if (conf?.GetValueOrDefault("spark.ui.enabled") == "false")
            return null;
        var port = conf?.GetValueOrDefault("spark.ui.port") is { } set ? int.TryParse(set, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0 : WebUIObjects.DefaultPort;
        // The stages that were launched first have the lowest numbers.
        return port is > 0 and < 65536 ? new UriBuilder("http", ip.ToString(), port, $"/api/v1/applications/{Uri.EscapeDataString(id)}/stages/0", "?details=false").Uri : null;
    }

    private async Task AskAsync(string driver, Inquiry known, Uri address, DateTimeOffset now, Action<TimeSpan> lookAgain)
    {
        Interlocked.Increment(ref _asking);
        var answer = await AnswerAsync(address);
        Interlocked.Decrement(ref _asking);
        var wait = TimeSpan.FromSeconds(2 << known.Tries);
        var next = new Inquiry(known.Tries + 1, answer is null && known.Tries < MostTries ? now + wait : null, answer);
        // Forgotten meanwhile: nobody wants to know any more.
        if (!_inquiries.TryUpdate(driver, next, known with { Due = null }))
            return;
        if (answer is not null)
            lookAgain(s_late);
        else if (next.Due is not null)
            lookAgain(wait);
    }

    /// <summary>Null where there is none: it has just started, has ended meanwhile, or the network keeps us out.</summary>
    private async Task<DateTimeOffset?> AnswerAsync(Uri address)
    {
        try
        {
            using var response = await _http.GetAsync(address);
            return response.IsSuccessStatusCode ? Earliest(await response.Content.ReadAsStringAsync()) : null;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException or ObjectDisposedException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Of the attempts of a stage, as Spark's REST API writes them.</summary>
    internal static DateTimeOffset? Earliest(string stages) =>
        (JsonNode.Parse(stages) as JsonArray)?.Select(stage => stage is JsonObject o && o["firstTaskLaunchedTime"] is JsonValue value && value.TryGetValue<string>(out var text) ? TimeOf(text) : null).Min();

    private static DateTimeOffset? TimeOf(string text) =>
        DateTimeOffset.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ss.fff'GMT'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero)
            : null;
}
