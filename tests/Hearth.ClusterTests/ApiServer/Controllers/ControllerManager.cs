using System.Diagnostics;
using System.Security.Cryptography;
using Hearth.Testing;

namespace Hearth.ClusterTests.ApiServers.Controllers;

/// <summary>The controllers of a real Kubernetes, as clients of the local cluster's API server.</summary>
internal sealed class ControllerManager : IAsyncDisposable
{
    private readonly Process _process;
    private readonly DirectoryInfo _directory;
    private readonly StreamWriter _log;

    private ControllerManager(Process process, DirectoryInfo directory, StreamWriter log)
    {
        _process = process;
        _directory = directory;
        _log = log;
    }

    /// <summary>What it said.</summary>
    public string Log
    {
        get
        {
            lock (_log)
                _log.Flush();
            return File.ReadAllText(LogPath(_directory));
        }
    }

    public static async Task<ControllerManager> StartAsync(LocalCluster.ApiServer.ApiServer server, string contentType)
    {
        var directory = Directory.CreateTempSubdirectory("hearth-kcm-");
        string In(string name) => Path.Combine(directory.FullName, name);
        using (var key = RSA.Create(2048))
            await File.WriteAllTextAsync(In("sa.key"), key.ExportRSAPrivateKeyPem());
        await File.WriteAllTextAsync(In("ca.crt"), server.CertificateAuthorityPem);
        var kubeconfig = server.WriteKubeconfig(In("kubeconfig"));
        var start = new ProcessStartInfo(Program(), [
            "--kubeconfig=" + kubeconfig, "--service-account-private-key-file=" + In("sa.key"), "--root-ca-file=" + In("ca.crt"), "--use-service-account-credentials=false", "--leader-elect=true",
            "--bind-address=127.0.0.1", "--secure-port=0", "--cert-dir=" + In("certs"), "--kube-api-content-type=" + contentType,
        ]) { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false };
        var log = new StreamWriter(LogPath(directory), new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.ReadWrite });
        var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, line) => Write(log, line.Data);
        process.OutputDataReceived += (_, line) => Write(log, line.Data);
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        return new ControllerManager(process, directory, log);
    }

    private static string LogPath(DirectoryInfo directory) => Path.Combine(directory.FullName, "log");

    private static void Write(StreamWriter log, string? line)
    {
        lock (log)
        {
            if (line is not null && log.BaseStream is not null)
                log.WriteLine(line);
        }
    }

    /// <summary>The script that starts the real API server has unpacked it.</summary>
    private static string Program()
    {
        _ = Shared.Path("kubernetes", "start");
        return Path.Combine(Differential.RealApiServer.Programs, "kube-controller-manager");
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        lock (_log)
            _log.Dispose();
        _directory.Delete(recursive: true);
    }
}
