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

    private int Watchers { get; init; } = 50;

    private int Pods { get; init; } = 10_000;

    private TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(5);

    public static Task RunAsync(string[] arguments, TextWriter output) => new ApiServerScenario().MeasureAsync(arguments, output);

    public static Task SmokeAsync(TextWriter output) =>
        new ApiServerScenario { Watchers = 2, Pods = 1000, Duration = TimeSpan.FromSeconds(0.3) }.MeasureAsync([], output);

    private async Task MeasureAsync(string[] arguments, TextWriter output)
    {
        var start = Stopwatch.StartNew();
        await using (var server = await LocalCluster.ApiServer.ApiServer.StartAsync(new ApiServerOptions { Random = new Random(1) }, CancellationToken.None))
        {
            await output.WriteLineAsync($"local: ready in {start.ElapsedMilliseconds} ms");
            await MeasureAsync("local", server.Address, server.AdminToken, output);
        }

        if (arguments.Length == 2)
            await MeasureAsync("real", new Uri(arguments[0]), arguments[1], output);
    }

    private async Task MeasureAsync(string name, Uri address, string token, TextWriter output)
    {
        using var http = Client(address, token);
        await SendAsync(http, HttpMethod.Post, "/api/v1/namespaces", """{"metadata":{"name":"load"}}""");
        await Task.Delay(500);
        await WriteLoadAsync(http, 500, watchers: 0);
        var (alone, _) = await MeasureWritesAsync(http, watchers: 0);
        var (watched, events) = await MeasureWritesAsync(http, Watchers);
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{name}: {alone:F0} writes/s; {watched:F0} writes/s with {Watchers} watchers, {events:F0} events/s delivered"));
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

    private async Task<(double Writes, double Events)> MeasureWritesAsync(HttpClient http, int watchers)
    {
        using var stop = new CancellationTokenSource();
        var received = new long[watchers];
        var watching = Enumerable.Range(0, watchers).Select(i => WatchAsync(http, received, i, stop.Token)).ToArray();
        await Task.Delay(watchers * 10);
        var clock = Stopwatch.StartNew();
        var processor = Environment.CpuUsage.TotalTime;
        var written = await WriteLoadAsync(http, int.MaxValue, watchers);
        var seconds = clock.Elapsed.TotalSeconds;
        Console.Error.WriteLine($"cpu per write {(Environment.CpuUsage.TotalTime - processor).TotalMicroseconds / written:F0} us, cores used {(Environment.CpuUsage.TotalTime - processor).TotalSeconds/seconds:F2}");
        await Task.Delay(300);
        var events = received.Sum();
        await stop.CancelAsync();
        await Task.WhenAll(watching);
        return (written / seconds, events / seconds);
    }

    private async Task<long> WriteLoadAsync(HttpClient http, int most, int watchers)
    {
        long count = 0;
        var clock = Stopwatch.StartNew();
        var body = $"{{\"metadata\":{{\"name\":\"NAME\",\"labels\":{{\"app\":\"load\"}}}},\"data\":{{\"text\":\"{new string('x', 200)}\"}}}}";
        var run = Guid.NewGuid().ToString("N");
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(async connection =>
        {
            for (var i = 0; clock.Elapsed < Duration && Interlocked.Read(ref count) < most; i++)
            {
                await SendAsync(http, HttpMethod.Post, "/api/v1/namespaces/load/configmaps", body.Replace("NAME", $"c-{run}-{connection}-{i}", StringComparison.Ordinal));
                Interlocked.Increment(ref count);
            }
        }));
        _ = watchers;
        return count;
    }

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
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(method, path) { Content = content };
        using var answer = await http.SendAsync(request);
        if ((int)answer.StatusCode is not (201 or 409))
            throw new InvalidOperationException($"{method} {path}: {await answer.Content.ReadAsStringAsync()}");
    }
}
