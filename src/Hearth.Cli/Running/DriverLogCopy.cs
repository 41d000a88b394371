using Hearth.Kube.Client;
using Hearth.Kube.Core.Objects;
using Hearth.Spark.Api;

namespace Hearth.Cli.Running;

/// <summary>Copies the log of each driver pod to a file and, on request, to the terminal, while it is written.</summary>
internal sealed class DriverLogCopy(KubeClient client, string file, TextWriter? alsoTo) : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private readonly HashSet<string> _followed = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stopping = new();
    private Task _copying = Task.CompletedTask;

    /// <summary>Called for every sight of a driver pod; begins to copy once its container has started.</summary>
    public void See(Pod? driver)
    {
        if (driver?.Metadata.Uid is not { } uid || driver.Status?.Phase is null or "Pending" || !_followed.Add(uid))
            return;
        _copying = CopyAsync(_copying, driver);
    }

    /// <summary>Waits until the logs that ended are copied whole.</summary>
    public async Task FinishAsync()
    {
        await Task.WhenAny(_copying, Task.Delay(s_patience, _stopping.Token));
        await _stopping.CancelAsync();
        await _copying;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _copying;
        _stopping.Dispose();
    }

    private async Task CopyAsync(Task earlier, Pod driver)
    {
        await earlier;
        try
        {
            var options = new LogOptions { Container = ContainerOf(driver), Follow = true };
            await using var log = await client.OpenLogAsync(driver.Metadata.Namespace!, driver.Metadata.Name!, options, _stopping.Token);
            await using var copy = new FileStream(file, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(log);
            await using var writer = new StreamWriter(copy) { AutoFlush = true, NewLine = "\n" };
            while (await reader.ReadLineAsync(_stopping.Token) is { } line)
            {
                await writer.WriteLineAsync(line.AsMemory(), _stopping.Token);
                if (alsoTo is not null)
                    await alsoTo.WriteLineAsync(line.AsMemory(), _stopping.Token);
            }
        }
        catch (Exception e) when (e is KubeException or IOException or OperationCanceledException)
        {
            // The pod went with its log; what was copied stays.
        }
    }

    private static string? ContainerOf(Pod driver) =>
        driver.Spec?.Containers?.Select(c => c.Name).FirstOrDefault(n => n == SparkLabels.DriverContainer) ?? driver.Spec?.Containers?[0].Name;
}
