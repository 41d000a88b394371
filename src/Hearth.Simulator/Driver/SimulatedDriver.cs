using Hearth.Kube.Client;
using Hearth.Kube.Configuration;
using Hearth.Kube.Core.Objects;
using Hearth.Simulator.EventLog;
using Hearth.Simulator.Rest;
using Hearth.Simulator.Workloads;

namespace Hearth.Simulator.Driver;

/// <summary>What a simulated driver touches outside of itself.</summary>
public sealed record DriverWorld
{
    public required Func<string, string?> Environment { get; init; }

    public required TextWriter Out { get; init; }

    public required TextWriter Error { get; init; }

    /// <summary>Makes the client for the API server at <c>spark.kubernetes.driver.master</c>.</summary>
    public required Func<Uri?, KubeClient> Connect { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public Random Random { get; init; } = new();
}

/// <summary>
/// A stand-in for <c>spark-submit --deploy-mode client</c> in a driver pod: makes executor pods, runs a workload on them, writes the
/// event log, answers on the UI port, and cleans up.
/// </summary>
public sealed class SimulatedDriver
{
    private const int Killed = 143;
    private const int ExecutorFailuresExit = 11;
    private static readonly TimeSpan s_cleanUp = TimeSpan.FromSeconds(10);

    private readonly DriverWorld _world;
    private readonly DriverLog _log;
    private DriverConfiguration _configuration;

    private SimulatedDriver(DriverWorld world, DriverConfiguration configuration)
    {
        (_world, _configuration) = (world, configuration);
        _log = new DriverLog(world.Error, world.Time);
    }

    /// <summary>Runs to the end of the application; the result is the exit code of the process.</summary>
    /// <param name="args">What follows <c>driver</c> in the container's arguments.</param>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, DriverWorld world, CancellationToken cancellationToken)
    {
        var configuration = DriverConfiguration.Read(args, world.Environment, path => File.Exists(path) ? File.ReadAllText(path) : null);
        return await new SimulatedDriver(world, configuration).RunAsync(cancellationToken);
    }

    private async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        _log.Raw("hearth simulator: this is a stand-in for Spark; no Spark code runs here.");
        try
        {
            await using var client = _world.Connect(Master());
            var driver = _configuration.PodName is { } name ? await client.GetAsync(ResourceTypes.Pods, _configuration.Namespace, name, cancellationToken) : null;
            if (driver?.Metadata.Labels?.GetValueOrDefault("spark-version") is { Length: > 0 } version)
                _configuration = _configuration with { Version = version };
            return await RunAsync(client, driver, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return Killed;
        }
        catch (Exception e) when (e is KubeException or KubeConfigurationException or IOException)
        {
            _log.Error("SparkContext", "Error initializing SparkContext.");
            _log.Raw($"Exception in thread \"main\" org.apache.spark.SparkException: External scheduler cannot be instantiated\nCaused by: {e.Message}");
            return 1;
        }
    }

    private async Task<int> RunAsync(KubeClient client, Pod? driver, CancellationToken cancellationToken)
    {
        _log.Info("SparkContext", $"Running Spark version {_configuration.Version} (simulated)");
        _log.Info("SparkContext", $"Submitted application: {_configuration.AppName}");
        using var events = OpenEventLog();
        var record = new ApplicationRecord(_configuration, events, _world.Time);
        record.Start();
        var exitCode = await RunOnExecutorsAsync(client, driver, record, cancellationToken);
        record.End(exitCode);
        return exitCode;
    }

    private async Task<int> RunOnExecutorsAsync(KubeClient client, Pod? driver, ApplicationRecord record, CancellationToken cancellationToken)
    {
        await using var ui = new StatusServer(new StatusApi(record));
        if (_configuration.Flag("spark.ui.enabled", true) && !ui.TryStart(_configuration.BindAddress, _configuration.UiPort))
            _log.Warn("Utils", $"Service 'SparkUI' could not bind on port {_configuration.UiPort}.");
        using var scheduler = new StageScheduler(record, _log);
        await using var listener = new ExecutorListener(scheduler, _world.Time);
        listener.Start(_configuration.BindAddress, _configuration.DriverPort);
        var context = await PrepareAsync(client, driver, listener.Port, cancellationToken);
        await using var pods = new ExecutorPods(client, context, scheduler, _log, _world.Time);
        try
        {
            await pods.StartAsync(cancellationToken);
            var exitCode = await RunWorkloadAsync(scheduler, cancellationToken);
            await pods.WaitForReasonsAsync(cancellationToken);
            return exitCode;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _log.Info("ShutdownHookManager", "Shutdown hook called");
            return Killed;
        }
        finally
        {
            _log.Info("SparkContext", "Successfully stopped SparkContext");
            scheduler.StopExecutors();
            using var limit = new CancellationTokenSource(s_cleanUp, _world.Time);
            await pods.DeleteAllAsync(limit.Token);
        }
    }

    private async Task<int> RunWorkloadAsync(StageScheduler scheduler, CancellationToken cancellationToken)
    {
        try
        {
            var outcome = await WorkloadChoice.For(_configuration).RunAsync(scheduler, _world.Out, cancellationToken);
            if (outcome.ExceptionClass is { } exception)
                _log.Raw($"Exception in thread \"main\" {exception}: {outcome.Text}\n\tat hearth.simulator.Main.main(Main.java:1)");
            return outcome.ExitCode;
        }
        catch (JobAbortedException aborted)
        {
            _log.Error("ExecutorPodsAllocator", $"{aborted.Message}, exiting.");
            return ExecutorFailuresExit;
        }
    }

    private async Task<ExecutorPodContext> PrepareAsync(KubeClient client, Pod? driver, int port, CancellationToken cancellationToken)
    {
        var prefix = _configuration.Get("spark.kubernetes.executor.podNamePrefix", DefaultPrefix());
        var configMap = new ConfigMap
        {
            Metadata = new ObjectMeta
            {
                Name = $"spark-exec-{_world.Random.NextInt64(1L << 48):x12}-conf-map",
                Namespace = _configuration.Namespace,
                Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["spark-app-selector"] = _configuration.AppId, ["spark-role"] = "executor" },
                OwnerReferences = driver is null ? null : [new OwnerReference { ApiVersion = "v1", Kind = "Pod", Name = driver.Metadata.Name!, Uid = driver.Metadata.Uid!, Controller = true }],
            },
            Data = new Dictionary<string, string>(StringComparer.Ordinal) { ["spark.properties"] = $"spark.kubernetes.namespace={_configuration.Namespace}\n" },
            Immutable = true,
        };
        await client.CreateAsync(ResourceTypes.ConfigMaps, _configuration.Namespace, configMap, cancellationToken);
        var url = $"spark://CoarseGrainedScheduler@{_configuration.BindAddress}:{port}";
        return new ExecutorPodContext(_configuration, driver, url, prefix, ReadTemplate(), configMap.Metadata.Name);
    }

    private Pod? ReadTemplate() =>
        _configuration.Get("spark.kubernetes.executor.podTemplateFile", "") is { Length: > 0 } file ? PodTemplateFile.Read(File.ReadAllText(OnThisMachine(file))) : null;

    /// <summary>A node without mounts keeps the template elsewhere; the variable of the image says where.</summary>
    private string OnThisMachine(string file) => !File.Exists(file) && _world.Environment(Simulation.PodTemplateVariable) is { Length: > 0 } folder
        ? Path.Combine(folder, Path.GetFileName(file))
        : file;

    /// <summary>The API server as Spark's driver looks for it.</summary>
    private Uri? Master() => Uri.TryCreate(_configuration.Get("spark.kubernetes.driver.master", "https://kubernetes.default.svc"), UriKind.Absolute, out var master) ? master : null;

    private string DefaultPrefix()
    {
        var name = new string([.. _configuration.AppName.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')]).Trim('-');
        return $"{(name.Length > 40 ? name[..40].TrimEnd('-') : name.Length == 0 ? "spark" : name)}-{_world.Random.NextInt64(1L << 48):x12}";
    }

    private EventLogWriter? OpenEventLog()
    {
        if (!_configuration.Flag("spark.eventLog.enabled", false))
            return null;
        var folder = _configuration.Get("spark.eventLog.dir", "file:///tmp/spark-events");
        if (LocalPath(folder) is not { } local)
        {
            _log.Warn("EventLoggingListener", $"the simulator writes event logs to local folders only, not to {folder}");
            return null;
        }

        var isRolling = _configuration.Flag("spark.eventLog.rolling.enabled", !_configuration.Version.StartsWith("3.", StringComparison.Ordinal));
        return EventLogWriter.Open(local, _configuration.AppId, isRolling);
    }

    /// <summary>The folder that a Hadoop path names; null where it is on another file system.</summary>
    private static string? LocalPath(string path)
    {
        if (path.StartsWith("file:", StringComparison.Ordinal))
            return "/" + path["file:".Length..].TrimStart('/');
        return path.Contains(':', StringComparison.Ordinal) ? null : path;
    }
}
