using System.Runtime.InteropServices;
using Hearth.Kube.Client;
using Hearth.Kube.Configuration;
using Hearth.Simulator.Driver;
using Hearth.Simulator.Executor;

namespace Hearth.Simulator;

/// <summary>The process in a simulated container: <c>driver ...</c>, <c>executor</c>, or anything else, which it refuses.</summary>
public static class Simulation
{
    /// <summary>
    /// Names the folder of the service account's token where it is not at its usual place: set by the image description, so that a
    /// node without mounts can put the real path in.
    /// </summary>
    public const string ServiceAccountVariable = "HEARTH_SERVICE_ACCOUNT";

    /// <summary>The folder of the executors' pod template, for the same reason.</summary>
    public const string PodTemplateVariable = "HEARTH_POD_TEMPLATE";

    /// <summary>Runs one role to its end; the result is the exit code of the process.</summary>
    /// <param name="args">The container's arguments.</param>
    public static int Run(IReadOnlyList<string> args, Func<string, string?> environment, TextWriter output, TextWriter error)
    {
        switch (args)
        {
            case ["executor", ..]:
                return SimulatedExecutor.Run(environment, error);
            case ["driver", ..]:
                return RunDriver([.. args.Skip(1)], environment, output, error).GetAwaiter().GetResult();
            default:
                error.WriteLine($"hearth simulator: a simulated Spark image runs 'driver' and 'executor' only, not '{string.Join(' ', args)}'");
                return 127;
        }
    }

    private static async Task<int> RunDriver(string[] args, Func<string, string?> environment, TextWriter output, TextWriter error)
    {
        using var stop = new CancellationTokenSource();
        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        var world = new DriverWorld { Environment = environment, Out = output, Error = error, Connect = master => new KubeClient(Configure(master, environment)) };
        return await SimulatedDriver.RunAsync(args, world, stop.Token);

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }

    private static KubeConfiguration Configure(Uri? master, Func<string, string?> environment)
    {
        var folder = environment(ServiceAccountVariable) is { Length: > 0 } given ? given : "/var/run/secrets/kubernetes.io/serviceaccount";
        var inCluster = InCluster.Load(environment, folder);
        return master is null or { Host: "kubernetes.default.svc" } ? inCluster : inCluster with { Server = master };
    }
}
