using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hearth.Kube.Client;
using Hearth.Kube.Watching;
using Hearth.Operator;
using Hearth.Spark.Api;
using Microsoft.Extensions.Logging;

namespace Hearth.ClusterTests.Operator;

/// <summary>What stories about applications say again and again.</summary>
internal static class Stories
{
    public static readonly TimeSpan Patience = HearthProcess.Patience;

    public static SparkApplication Application(string name, Func<SparkApplicationSpec, SparkApplicationSpec>? change = null)
    {
        var spec = new SparkApplicationSpec
        {
            Type = "Scala",
            SparkVersion = "4.0.1",
            Image = "spark:4.0.1",
            MainClass = "org.apache.spark.examples.SparkPi",
            MainApplicationFile = "local:///opt/spark/examples/jars/spark-examples.jar",
        };
        return new()
        {
            ApiVersion = "sparkoperator.k8s.io/v1beta2",
            Kind = "SparkApplication",
            Metadata = new() { Name = name, Namespace = "default" },
            Spec = change?.Invoke(spec) ?? spec,
        };
    }

    public static Task<SparkApplication> CreateAsync(this KubeClient client, SparkApplication application) =>
        client.CreateAsync(SparkResources.SparkApplications, "default", application, CancellationToken.None);

    /// <summary>Asks again where a server of faults refuses.</summary>
    public static async Task<T> InsistAsync<T>(Func<Task<T>> call)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await call();
            }
            catch (KubeException) when (attempt < 20)
            {
            }
        }
    }

    public static Task SetSuspendAsync(this KubeClient client, string name, bool suspend, string ns = "default") => PatchSpecAsync(client, name, new JsonObject { ["suspend"] = suspend }, ns);

    public static Task SetArgumentsAsync(this KubeClient client, string name, string argument) => PatchSpecAsync(client, name, new JsonObject { ["arguments"] = new JsonArray(argument) });

    private static Task<SparkApplication> PatchSpecAsync(KubeClient client, string name, JsonObject spec, string ns = "default") =>
        client.PatchAsync(SparkResources.SparkApplications, ns, name, Patch.Merge(new JsonObject { ["spec"] = spec }), CancellationToken.None);

    /// <summary>An operator that runs until disposed.</summary>
    public static RunningOperator Start(KubeClient client, OperatorOptions? options = null) => new(client, options ?? new());

    /// <summary>All applications, by name.</summary>
    public static async Task<Dictionary<string, SparkApplication>> ApplicationsAsync(this KubeClient client, CancellationToken cancellationToken = default) =>
        (await client.ListAsync(SparkResources.SparkApplications, "default", null, cancellationToken)).Items.ToDictionary(application => application.Metadata.Name!);

    /// <summary>The states that an application takes, until it is in the last one; each once.</summary>
    public static async Task<IReadOnlyList<string>> StatesAsync(this KubeClient client, string name, string last)
    {
        var states = new List<string>();
        await client.WaitAsync(name, application =>
        {
            var state = application.Status?.ApplicationState.State ?? "";
            if (states.Count == 0 || states[^1] != state)
                states.Add(state);
            return state == last;
        });
        return states;
    }

    public static Task<SparkApplication> WaitForStateAsync(this KubeClient client, string name, string state, string ns = "default") =>
        client.WaitAsync(name, application => application.Status?.ApplicationState.State == state, ns);

    public static Task<SparkApplication> WaitAsync(this KubeClient client, string name, Func<SparkApplication, bool> reached, string ns = "default") =>
        WaitAsync(client, name, $"metadata.name={name}", reached, ns);

    public static Task<SparkApplication> WaitForAnyAsync(this KubeClient client, Func<SparkApplication, bool> reached) => WaitAsync(client, "any application", null, reached, "default");

    private static async Task<SparkApplication> WaitAsync(KubeClient client, string name, string? selector, Func<SparkApplication, bool> reached, string ns)
    {
        SparkApplication? seen = null;
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            await foreach (var e in client.WatchAsync(SparkResources.SparkApplications, ns, new() { FieldSelector = selector }, limit.Token))
            {
                if (e.Type == WatchEventType.Bookmark)
                    continue;
                seen = e.Object;
                if (reached(seen))
                    return seen;
            }
        }
        catch (OperationCanceledException)
        {
        }

        throw new TimeoutException($"{name} is not there yet: {JsonSerializer.Serialize(seen?.Status, SparkJson.Default.SparkApplicationStatus)}\n{string.Join('\n', TestLog.Lines.TakeLast(20))}");
    }
}

internal sealed class RunningOperator : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly SparkOperator _operator;
    private readonly Task _running;

    public RunningOperator(KubeClient client, OperatorOptions options)
    {
        _operator = new(client, options, TestLog.Factory);
        _running = _operator.RunAsync(_stop.Token);
    }

    public Task Ready => Task.WhenAny(_operator.Ready, _running).Unwrap();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}

/// <summary>What operators of this process log, for the messages of tests that fail.</summary>
internal sealed class TestLog : ILoggerProvider, ILogger
{
    public static ConcurrentQueue<string> Lines { get; } = new();

    public static ILoggerFactory Factory { get; } = LoggerFactory.Create(builder => builder.AddProvider(new TestLog()).SetMinimumLevel(LogLevel.Debug));

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Enqueue($"{TimeProvider.System.GetUtcNow():mm:ss.fff} {logLevel}: {formatter(state, exception)} {exception}");

    public void Dispose()
    {
    }
}
