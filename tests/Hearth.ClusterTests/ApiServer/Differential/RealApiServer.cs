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

    public static async Task<RealApiServer> StartAsync()
    {
        var start = Shared.Path("kubernetes", "start");
        var directory = Directory.CreateTempSubdirectory("hearth-real-").FullName;
        var ports = PortBlock.Take();
        try
        {
            await RunAsync(start, directory, ports.First.ToString(CultureInfo.InvariantCulture));
            return new RealApiServer(directory, ports, (await File.ReadAllTextAsync(Path.Combine(directory, "tokens.csv"))).Split(',')[0]);
        }
        catch
        {
            ports.Dispose();
            throw;
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
        await RunAsync(Shared.Path("kubernetes", "stop"), _directory);
        _ports.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    // The servers inherit the script's output: it goes nowhere but through, or reading it would wait for their end.
    private static async Task RunAsync(string script, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(script, arguments) { RedirectStandardInput = true, UseShellExecute = false })!;
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, $"{script} {string.Join(' ', arguments)}");
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
            var folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "hearth-tests-ports")).FullName;
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
