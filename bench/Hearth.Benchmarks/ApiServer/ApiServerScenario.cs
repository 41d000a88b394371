using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Hearth.LocalCluster.ApiServer;

namespace Hearth.Benchmarks.ApiServer;

/// <summary>
/// The local API server under load, and a real one beside it where its address is given:
/// <c>dotnet run -c Release --project bench/Hearth.Benchmarks -- apiserver [URL TOKEN]</c>.
/// </summary>
internal sealed class ApiServerScenario
{
    private const int Connections = 32;
    private const string ConfigMaps = "/api/v1/namespaces/load/configmaps";
    private static readonly string s_text = new('x', 200);

    private int Watchers { get; init; } = 50;

    private int Pods { get; init; } = 10_000;

    private TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(5);

    public static Task RunAsync(string[] arguments, TextWriter output) => new ApiServerScenario().MeasureAsync(arguments, output);

    public static Task SmokeAsync(TextWriter output) =>
        new ApiServerScenario { Watchers = 2, Pods = 1000, Duration = TimeSpan.FromSeconds(0.3) }.MeasureAsync([], output);

    private async Task MeasureAsync(string[] arguments, TextWriter output)
    {
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} cores; load before: {Load()}"));
        await MeasureLocalAsync("local", null, output);
        var data = Directory.CreateTempSubdirectory("hearth-bench-");
        await MeasureLocalAsync("local, kept on disk", data.FullName, output);
        data.Delete(recursive: true);
        if (arguments.Length == 2)
            await MeasureAsync("real", new Uri(arguments[0]), arguments[1], output);
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"load after: {Load()}"));
    }

    private async Task MeasureLocalAsync(string name, string? data, TextWriter output)
    {
        var start = Stopwatch.StartNew();
        await using var server = await LocalCluster.ApiServer.ApiServer.StartAsync(new ApiServerOptions { Random = new Random(1), DataDirectory = data }, CancellationToken.None);
        await output.WriteLineAsync($"{name}: ready in {start.ElapsedMilliseconds} ms");
        await MeasureAsync(name, server.Address, server.AdminToken, output);
    }

    private async Task MeasureAsync(string name, Uri address, string token, TextWriter output)
    {
        using var http = Client(address, token);
        await SendAsync(http, HttpMethod.Post, "/api/v1/namespaces", """{"metadata":{"name":"load"}}""");
        await Task.Delay(500);
        await WriteLoadAsync(http, 5000, CreateAsync);
        await TellAsync(name, "created", await MeasureWritesAsync(http, 0, CreateAsync), output);
        await TellAsync(name, $"created, {Watchers} watchers", await MeasureWritesAsync(http, Watchers, CreateAsync), output);
        await TellAsync(name, $"created, updated and deleted, {Watchers} watchers", await MeasureWritesAsync(http, Watchers, CreateUpdateDeleteAsync), output);
        var before = Memory();
        var pods = Stopwatch.StartNew();
        await CreatePodsAsync(http);
        var created = pods.Elapsed;
        var after = Memory();
        await http.GetByteArrayAsync(new Uri("/api/v1/namespaces/load/pods", UriKind.Relative));
        var list = Stopwatch.StartNew();
        var bytes = await http.GetByteArrayAsync(new Uri("/api/v1/namespaces/load/pods", UriKind.Relative));
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: {Pods / created.TotalSeconds:F0} pods created/s; {Pods} pods listed in {list.ElapsedMilliseconds} ms ({bytes.Length / 1048576.0:F0} MiB){(name == "local" ? $"; {(after - before) / 1048576.0 / (Pods / 1000.0):F1} MiB per 1,000 pods" : "")}"));
    }

    // The time of the processor includes that of this client and, of the real server, nothing else: it is another process.
    private static Task TellAsync(string name, string what, Measured measured, TextWriter output) => output.WriteLineAsync(string.Create(
        CultureInfo.InvariantCulture,
        $"{name}: ConfigMaps {what}: {measured.Writes:F0} writes/s, {measured.Events:F0} events/s delivered, {measured.ProcessorMicroseconds:F0} us of processor time per write ({(name == "real" ? "client only" : "client included")})"));

    private static string Load() => File.Exists("/proc/loadavg") ? string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ').Take(3)) : "unknown";

    private static long Memory() => GC.GetTotalMemory(forceFullCollection: true);

    private static HttpClient Client(Uri address, string token)
    {
        var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 200, SslOptions = { RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null } })
        {
            BaseAddress = address,
            Timeout = Timeout.InfiniteTimeSpan,
        };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return http;
    }

    private async Task<Measured> MeasureWritesAsync(HttpClient http, int watchers, Func<HttpClient, string, Task<int>> write)
    {
        using var stop = new CancellationTokenSource();
        var received = new long[watchers];
        var watching = Enumerable.Range(0, watchers).Select(i => WatchAsync(http, received, i, stop.Token)).ToArray();
        await Task.Delay(watchers * 10);
        var clock = Stopwatch.StartNew();
        var processor = Environment.CpuUsage.TotalTime;
        var written = await WriteLoadAsync(http, int.MaxValue, write);
        var seconds = clock.Elapsed.TotalSeconds;
        var used = Environment.CpuUsage.TotalTime - processor;
        await Task.Delay(300);
        var events = received.Sum();
        await stop.CancelAsync();
        await Task.WhenAll(watching);
        return new(written / seconds, events / seconds, used.TotalMicroseconds / written);
    }

    private async Task<long> WriteLoadAsync(HttpClient http, int most, Func<HttpClient, string, Task<int>> write)
    {
        long count = 0;
        var clock = Stopwatch.StartNew();
        var run = Guid.NewGuid().ToString("N");
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(async connection =>
        {
            for (var i = 0; clock.Elapsed < Duration && Interlocked.Read(ref count) < most; i++)
                Interlocked.Add(ref count, await write(http, $"c-{run}-{connection}-{i}"));
        }));
        return count;
    }

    private static async Task<int> CreateAsync(HttpClient http, string name)
    {
        await SendAsync(http, HttpMethod.Post, ConfigMaps, Body(name, "load"));
        return 1;
    }

    private static async Task<int> CreateUpdateDeleteAsync(HttpClient http, string name)
    {
        await SendAsync(http, HttpMethod.Post, ConfigMaps, Body(name, "load"));
        await SendAsync(http, HttpMethod.Put, $"{ConfigMaps}/{name}", Body(name, "changed"));
        await SendAsync(http, HttpMethod.Delete, $"{ConfigMaps}/{name}", "");
        return 3;
    }

    private static string Body(string name, string label) =>
        $"{{\"metadata\":{{\"name\":\"{name}\",\"labels\":{{\"app\":\"{label}\"}}}},\"data\":{{\"text\":\"{s_text}\"}}}}";

    private static async Task WatchAsync(HttpClient http, long[] received, int index, CancellationToken stop)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/namespaces/load/configmaps?watch=1&sendInitialEvents=false&resourceVersionMatch=NotOlderThan");
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
            await using var body = await answer.Content.ReadAsStreamAsync(stop);
            var buffer = new byte[64 * 1024];
            int read;
            while ((read = await body.ReadAsync(buffer, stop)) > 0)
                received[index] += buffer.AsSpan(0, read).Count((byte)'\n');
        }
        catch (OperationCanceledException)
        {
            // The measurement is over.
        }
    }

    private async Task CreatePodsAsync(HttpClient http)
    {
        const string Body = """{"metadata":{"name":"NAME","labels":{"app":"load","spark-role":"executor"}},"spec":{"containers":[{"name":"c","image":"busybox:1","env":[{"name":"A","value":"b"}],"ports":[{"containerPort":7079}],"resources":{"requests":{"cpu":"1","memory":"1Gi"}}}]}}""";
        var next = 0;
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(async _ =>
        {
            int i;
            while ((i = Interlocked.Increment(ref next)) <= Pods)
                await SendAsync(http, HttpMethod.Post, "/api/v1/namespaces/load/pods", Body.Replace("NAME", $"p-{i}", StringComparison.Ordinal));
        }));
    }

    private static async Task SendAsync(HttpClient http, HttpMethod method, string path, string body)
    {
        using var content = body.Length == 0 ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(method, path) { Content = content };
        using var answer = await http.SendAsync(request);
        if ((int)answer.StatusCode is not (200 or 201 or 409))
            throw new InvalidOperationException($"{method} {path}: {await answer.Content.ReadAsStringAsync()}");
    }

    /// <param name="ProcessorMicroseconds">Of this process, for each write.</param>
    private sealed record Measured(double Writes, double Events, double ProcessorMicroseconds);
}
