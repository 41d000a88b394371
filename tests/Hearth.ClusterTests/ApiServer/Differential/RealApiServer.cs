using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Hearth.Testing;

namespace Hearth.ClusterTests.ApiServers.Differential;

/// <summary>A real API server, started by the script of the shared folder and ended with the test.</summary>
internal sealed class RealApiServer : IAsyncDisposable
{
    private static int s_port = 27000;
    private readonly string _directory;

    private RealApiServer(string directory, Uri address, string token)
    {
        _directory = directory;
        Address = address;
        Token = token;
    }

    public Uri Address { get; }

    public string Token { get; }

    public string Kubeconfig => Path.Combine(_directory, "kubeconfig");

    public static async Task<RealApiServer> StartAsync()
    {
        var start = Shared.Path("kubernetes", "start");
        var directory = Directory.CreateTempSubdirectory("hearth-real-").FullName;
        var port = FreePorts();
        await RunAsync(start, directory, port.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var token = (await File.ReadAllTextAsync(Path.Combine(directory, "tokens.csv"))).Split(',')[0];
        return new RealApiServer(directory, new Uri($"https://127.0.0.1:{port}"), token);
    }

    /// <summary>From now on nobody but the test changes anything.</summary>
    public void StopControllers()
    {
        var id = File.ReadAllText(Path.Combine(_directory, "controllers.pid"));
        using var process = Process.GetProcessById(int.Parse(id, System.Globalization.CultureInfo.InvariantCulture));
        process.Kill();
    }

    /// <summary>The script takes three ports in a row; two servers that start at once must not find the same.</summary>
    private static int FreePorts()
    {
        while (Interlocked.Add(ref s_port, 3) is var port && port < 32000)
        {
            if (Enumerable.Range(port, 3).All(IsFree))
                return port;
        }

        throw new IOException("no three free ports in a row");
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static async Task RunAsync(string script, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(script, arguments) { RedirectStandardInput = true, UseShellExecute = false })!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{script} ended with {process.ExitCode}");
    }

    public async ValueTask DisposeAsync()
    {
        await RunAsync(Shared.Path("kubernetes", "stop"), _directory);
        Directory.Delete(_directory, recursive: true);
    }
}
