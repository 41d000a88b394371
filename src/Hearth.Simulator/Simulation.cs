using System.Runtime.InteropServices;
using Hearth.Kube.Configuration;
using Hearth.Simulator.Driver;
using Hearth.Simulator.Executor;

namespace Hearth.Simulator;

/// <summary>The process in a simulated container: <c>driver ...</c>, <c>executor</c>, or anything else, which it refuses.</summary>
public static class Simulation
{
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
        var world = new DriverWorld { Environment = environment, Out = output, Error = error, Configuration = master => Configure(master, environment) };
        return await SimulatedDriver.RunAsync(args, world, stop.Token);

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }

    private static KubeConfiguration? Configure(Uri? master, Func<string, string?> environment)
    {
        var inCluster = InCluster.Load(environment);
        return master is null or { Host: "kubernetes.default.svc" } ? inCluster : inCluster with { Server = master };
    }
}
