using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Hearth.Kube.Client;
using Hearth.Kube.Configuration;
using Hearth.Kube.Core.Objects;
using Hearth.Spark.Api;
using Api = Hearth.LocalCluster.ApiServer;

namespace Hearth.Benchmarks.Operator;

/// <summary>
/// The operator as a process of its own against an API server, pods played by <see cref="LightPods"/>:
/// <c>dotnet run -c Release --project bench/Hearth.Benchmarks -- operator [latency] [sustained] [held] [--kubeconfig FILE]</c>.
/// Without a kubeconfig the API server is the local one, in this process. Rows of bench/README.md.
/// </summary>
internal sealed class OperatorScenario(string kubeconfig, string server, string step, TextWriter output)
{
    // Each step has a namespace of its own: what the last one left does not count.
    private static readonly string s_run = Guid.NewGuid().ToString("N")[..8];
    private const int PerSecond = 20;
    private readonly KubeConfiguration _configuration = KubeConfigFile.Load(kubeconfig);

    private string Namespace => $"load-{s_run}-{step}";

    private bool IsLocal => server == "local";

    public static async Task RunAsync(string[] arguments, TextWriter output)
    {
        var at = Array.IndexOf(arguments, "--kubeconfig");
        var kubeconfig = at >= 0 ? arguments[at + 1] : null;
        var steps = arguments.Where((argument, i) => at < 0 || i < at || i > at + 1).ToList();
        foreach (var step in steps.Count > 0 ? steps : ["latency", "sustained", "held"])
        {
            if (kubeconfig is not null)
            {
                await new OperatorScenario(kubeconfig, "real", NameOf(step), output).StepAsync(step);
                continue;
            }

            await using var api = await Api.ApiServer.StartAsync(new() { Random = new Random(1) }, CancellationToken.None);
            var own = Path.GetTempFileName();
            await new OperatorScenario(api.WriteKubeconfig(own), "local", NameOf(step), output).StepAsync(step);
            File.Delete(own);
        }
    }

    public static Task SmokeAsync(TextWriter output) => RunAsync(["latency=5", "sustained=10", "held=4"], output);

    private static string NameOf(string step) => step.Split('=')[0];

    private Task StepAsync(string given) => given.Split('=') is [var name, .. var size] ? (name, size) switch
    {
        ("latency", _) => LatencyAsync(Size(size, IsLocal ? 600 : 200)),
        ("sustained", _) => SustainedAsync(Size(size, IsLocal ? 3000 : 500)),
        ("held", _) => HeldAsync(Size(size, 6000), 5),
        _ => throw new ArgumentException($"no step is named {given}: latency, sustained, held", nameof(given)),
    }
    : throw new UnreachableException();

    private static int Size(string[] given, int usual) => given is [var text] ? int.Parse(text, CultureInfo.InvariantCulture) : usual;

    /// <summary>Applications come at a steady pace; from each one's creation to its driver pod's, as a client sees both.</summary>
    private async Task LatencyAsync(int applications)
    {
        await using var run = await StartAsync(executors: 1, hold: false);
        await WarmUpAsync(run, applications);
        var created = new ConcurrentDictionary<string, long>(StringComparer.Ordinal);
        var clock = Stopwatch.StartNew();
        var calls = new List<Task>();
        for (var i = 0; i < applications; i++)
        {
            var due = TimeSpan.FromSeconds((double)i / PerSecond) - clock.Elapsed;
            if (due > TimeSpan.Zero)
                await Task.Delay(due);
            var name = $"pi-{i}";
            created[name] = Stopwatch.GetTimestamp();
            calls.Add(run.Client.CreateAsync(SparkResources.SparkApplications, Namespace, Application(name), CancellationToken.None));
        }

        await Task.WhenAll(calls);
        await UntilAsync(() => created.Keys.All(run.Pods.Seen.ContainsKey));
        var waits = created.Select(c => Stopwatch.GetElapsedTime(c.Value, run.Pods.Seen[c.Key]).TotalMilliseconds).Order().ToList();
        Row($"{applications} applications at {PerSecond}/s, created -> driver pod created: p50 {waits[waits.Count / 2]:F0} ms, p90 {waits[waits.Count * 90 / 100]:F0} ms, p99 {waits[waits.Count * 99 / 100]:F0} ms, most {waits[^1]:F0} ms; {Cost(run)}");
    }

    /// <summary>All at once: how many whole lives pass in a second, creation to COMPLETED.</summary>
    private async Task SustainedAsync(int applications)
    {
        await using var run = await StartAsync(executors: 1, hold: false);
        await WarmUpAsync(run, applications);
        var times = new ProcessorTimes(kubeconfig, run.Operator.Process);
        var clock = Stopwatch.StartNew();
        await CreateAsync(run, "many", applications);
        var created = clock.Elapsed;
        await UntilAsync(() => run.Pods.Seen.Count(s => s.Key.StartsWith("many-", StringComparison.Ordinal)) == applications);
        var submitted = clock.Elapsed;
        await UntilCompletedAsync(run, applications);
        var over = clock.Elapsed;
        Row($"{applications} applications at once: {applications / created.TotalSeconds:F0}/s created, {applications / submitted.TotalSeconds:F0}/s submitted, {applications / over.TotalSeconds:F0}/s from creation to COMPLETED; "
            + $"{times.Each(applications)}; {Cost(run)}");
    }

    /// <summary>All run at once: what the operator needs to know them.</summary>
    private async Task HeldAsync(int applications, int executors)
    {
        await using var run = await StartAsync(executors, hold: true);
        var clock = Stopwatch.StartNew();
        await CreateAsync(run, "held", applications);
        await UntilAsync(() => run.Pods.Running == applications * (executors + 1));
        await UntilStateAsync(run, "RUNNING", applications);
        var up = clock.Elapsed;
        await Task.Delay(TimeSpan.FromSeconds(10));
        var busy = Cost(run);
        await using var second = await OperatorProcess.StartAsync(kubeconfig);
        await Task.Delay(TimeSpan.FromSeconds(10));
        Row($"{applications} applications x {executors + 1} pods held: all RUNNING after {up.TotalSeconds:F0} s; {busy}; an operator started anew: {second.Memory.Now:F0} MiB, at most {second.Memory.Most:F0} MiB");
    }

    private async Task<Run> StartAsync(int executors, bool hold)
    {
        var run = new Run(new KubeClient(_configuration), await OperatorProcess.StartAsync(kubeconfig), new(new(_configuration), Namespace, executors, hold));
        try
        {
            await run.Client.CreateAsync(ResourceTypes.Namespaces, null, new() { Metadata = new() { Name = Namespace } }, CancellationToken.None);
        }
        catch (KubeException e) when (e.IsAlreadyExists)
        {
        }

        await UntilAsync(async () => await run.Client.FindAsync(ResourceTypes.ServiceAccounts, Namespace, "default", CancellationToken.None) is not null);
        return run;
    }

    private async Task WarmUpAsync(Run run, int applications)
    {
        var warm = Math.Min(200, applications);
        await CreateAsync(run, "warm", warm);
        await UntilCompletedAsync(run, warm);
        await run.Client.DeleteCollectionAsync(SparkResources.SparkApplications, Namespace, null, null, CancellationToken.None);
        await UntilAsync(() => run.Pods.States.IsEmpty);
        await Task.Delay(1000);
    }

    private async Task CreateAsync(Run run, string prefix, int applications)
    {
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, 16).Select(async _ =>
        {
            int i;
            while ((i = Interlocked.Increment(ref next)) < applications)
                await run.Client.CreateAsync(SparkResources.SparkApplications, Namespace, Application($"{prefix}-{i}"), CancellationToken.None);
        }));
    }

    private static Task UntilCompletedAsync(Run run, int wanted) => UntilStateAsync(run, "COMPLETED", wanted);

    private static Task UntilStateAsync(Run run, string state, int wanted) => UntilAsync(() => run.Pods.States.Values.Count(s => s == state) >= wanted);

    private static Task UntilAsync(Func<bool> holds) => UntilAsync(() => Task.FromResult(holds()), 20);

    private static async Task UntilAsync(Func<Task<bool>> holds, int interval = 100)
    {
        while (!await holds())
            await Task.Delay(interval);
    }

    private static string Cost(Run run) => $"operator {run.Operator.Memory.Now:F0} MiB, at most {run.Operator.Memory.Most:F0} MiB";

    private void Row(string text) => output.WriteLine($"{server}: {text} (load {File.ReadAllText("/proc/loadavg").Split(' ')[0]})");

    private SparkApplication Application(string name) => new()
    {
        Metadata = new() { Name = name, Namespace = Namespace },
        Spec = new()
        {
            Type = "Scala",
            SparkVersion = "4.0.1",
            Image = "spark:4.0.1",
            MainClass = "org.apache.spark.examples.SparkPi",
            MainApplicationFile = "local:///opt/spark/examples/jars/spark-examples.jar",
            Driver = new() { Cores = 1, Memory = "512m" },
            Executor = new() { Cores = 1, Memory = "512m", Instances = 5 },
        },
    };

    private sealed class Run : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly Task _playing;

        public Run(KubeClient client, OperatorProcess @operator, LightPods pods)
        {
            (Client, Operator, Pods) = (client, @operator, pods);
            _playing = Pods.RunAsync(_stop.Token);
        }

        public KubeClient Client { get; }

        public OperatorProcess Operator { get; }

        public LightPods Pods { get; }

        public async ValueTask DisposeAsync()
        {
            await Operator.DisposeAsync();
            await _stop.CancelAsync();
            await _playing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await Client.DisposeAsync();
            await Pods.DisposeAsync();
            _stop.Dispose();
        }
    }
}
