using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Hearth.Testing;
using Shouldly;

namespace Hearth.ClusterTests.ApiServers.Differential;

/// <summary>A real API server, started by the script of the shared folder and ended with the test. A test of a machine without the folder is skipped.</summary>
internal sealed class RealApiServer : IAsyncDisposable
{
    private const int Attempts = 3;
    private readonly string _directory;
    private readonly PortBlock _ports;

    private RealApiServer(string directory, PortBlock ports, string token)
    {
        (_directory, _ports, Token) = (directory, ports, token);
        Address = new Uri($"https://127.0.0.1:{ports.First}");
    }

    public Uri Address { get; }

    public string Token { get; }

    public string Kubeconfig => Path.Combine(_directory, "kubeconfig");

    /// <summary>The certificate that the server shows, in PEM.</summary>
    public string CertificateFile => Path.Combine(_directory, "certs", "apiserver.crt");

    /// <summary>Where the script unpacks the programs, once for a user.</summary>
    public static string Programs { get; } = Environment.GetEnvironmentVariable("HEARTH_TEST_KUBERNETES") is { Length: > 0 } named ? named : Path.Combine(
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache ? cache : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"), "hearth-test-kubernetes");

    public static async Task<RealApiServer> StartAsync()
    {
        _ = Shared.Path("kubernetes", "start");
        for (var attempt = 1; ; attempt++)
        {
            var directory = Directory.CreateTempSubdirectory("hearth-real-").FullName;
            var ports = PortBlock.Take();
            if (await RunAsync("start", directory, ports.First.ToString(CultureInfo.InvariantCulture)) is not { } trouble)
                return new RealApiServer(directory, ports, (await File.ReadAllTextAsync(Path.Combine(directory, "tokens.csv"))).Split(',')[0]);
            // Somebody may have taken a port between the look and the start; the machine may have had no time for it.
            ports.Dispose();
            if (attempt == Attempts)
                throw new InvalidOperationException(trouble);
            TemporaryFolder.Delete(directory);
        }
    }

    /// <summary>From now on nobody but the test changes anything.</summary>
    public void StopControllers()
    {
        var id = File.ReadAllText(Path.Combine(_directory, "controllers.pid"));
        using var process = Process.GetProcessById(int.Parse(id, CultureInfo.InvariantCulture));
        process.Kill();
    }

    public async ValueTask DisposeAsync()
    {
        var trouble = await RunAsync("stop", _directory);
        _ports.Dispose();
        TemporaryFolder.Delete(_directory);
        trouble.ShouldBeNull();
    }

    // The servers inherit the script's output: it goes nowhere but through, or reading it would wait for their end.
    /// <returns>Null where it ended well.</returns>
    private static async Task<string?> RunAsync(string script, params string[] arguments)
    {
        var start = new ProcessStartInfo(Shared.Path("kubernetes", script), arguments) { RedirectStandardInput = true, UseShellExecute = false };
        start.Environment["HEARTH_TEST_KUBERNETES"] = Programs;
        // Its curl would ask the machine's proxy for loopback addresses.
        start.Environment["no_proxy"] = start.Environment["NO_PROXY"] = "127.0.0.1";
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? null : $"{script} {string.Join(' ', arguments)} ended with {process.ExitCode.ToString(CultureInfo.InvariantCulture)}";
    }

    /// <summary>
    /// The three ports in a row that the script takes, below those that a kernel gives by itself. A locked file keeps them from other
    /// test processes of the machine until the server is gone.
    /// </summary>
    private sealed class PortBlock(int first, FileStream held) : IDisposable
    {
        private const int Lowest = 20_000;
        private const int Highest = 29_997;

        public int First => first;

        public static PortBlock Take()
        {
            var folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"hearth-tests-ports-{Environment.UserName}")).FullName;
            for (var port = Lowest; port <= Highest; port += 3)
            {
                if (TryHold(Path.Combine(folder, port.ToString(CultureInfo.InvariantCulture))) is not { } held)
                    continue;
                if (Enumerable.Range(port, 3).All(IsFree))
                    return new(port, held);
                held.Dispose();
            }

            throw new IOException("no three free ports in a row");
        }

        public void Dispose() => held.Dispose();

        private static FileStream? TryHold(string file)
        {
            try
            {
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                return null;
            }
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
    }
}
