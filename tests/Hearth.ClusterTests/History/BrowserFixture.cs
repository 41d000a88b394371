using Hearth.History;
using Hearth.Testing;
using Microsoft.Playwright;
using Xunit;

namespace Hearth.ClusterTests.History;

/// <summary>
/// Debian's chromium, driven by Playwright, and a history server over recorded logs: one of a rich application, the same with markup in its
/// names, a damaged one, one of streaming. Screenshots go to <c>HEARTH_SCREENSHOTS</c>, else to a folder below the temporary one.
/// </summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    public const string Rich = "app-20261121021618-0000";
    public const string Hostile = "app-hostile";
    public const string Damaged = "app-damaged";
    public const string Stream = "local-1795227692799";

    /// <summary>What the hostile application puts into every name.</summary>
    public const string Markup = "\"><img src=x onerror=window.hacked=1><script>window.hacked=1</script>";

    private static readonly string? s_chromium = Chromium();

    /// <summary>In milliseconds.</summary>
    private static float Patience => (float)HearthProcess.Patience.TotalMilliseconds;

    private readonly DirectoryInfo _logs = Directory.CreateTempSubdirectory("hearth-browser-");
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private HistoryServer? _server;

    public static string Screenshots { get; } =
        Directory.CreateDirectory(Environment.GetEnvironmentVariable("HEARTH_SCREENSHOTS") is { Length: > 0 } named ? named : Path.Combine(Path.GetTempPath(), $"hearth-screenshots-{Environment.UserName}")).FullName;

    public Uri Address => _server!.Address;

    /// <summary>A browser's window; skips the test where there is no browser or no logs.</summary>
    public async Task<IBrowserContext> OpenAsync(BrowserNewContextOptions? options = null)
    {
        Skip.If(s_chromium is null, "needs chromium (or HEARTH_CHROMIUM)");
        _server ??= await StartAsync();
        if (_browser is null)
        {
            _playwright = await Playwright.CreateAsync();
            _browser = await _playwright.Chromium.LaunchAsync(new()
            {
                ExecutablePath = s_chromium,
                Timeout = Patience,

                // Containers forbid the browser its own sandbox; it only ever sees this server.
                Args = ["--no-sandbox", "--disable-dev-shm-usage"],
            });
#pragma warning disable RS0030 // A fixture has no test's output; CI keeps what this names.
            Console.WriteLine($"screenshots: {Screenshots}");
#pragma warning restore RS0030
        }

        options ??= new BrowserNewContextOptions();
        options.BaseURL ??= Address.ToString();
        var context = await _browser.NewContextAsync(options);
        context.SetDefaultTimeout(Patience);
        Assertions.SetDefaultExpectTimeout(Patience);
        return context;
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (_server is not null)
            await _server.DisposeAsync();
        _logs.Delete(recursive: true);
    }

    private async Task<HistoryServer> StartAsync()
    {
        var rich = await File.ReadAllTextAsync(Shared.Path("golden", "history", "4.3.0", "logs", "rich-cluster", Rich));
        await File.WriteAllTextAsync(Path.Combine(_logs.FullName, Rich), rich);
        var markup = System.Text.Json.JsonEncodedText.Encode(Markup).ToString();
        var hostile = rich.Replace(Rich, Hostile, StringComparison.Ordinal)
            .Replace("collect at /opt/app", markup, StringComparison.Ordinal)
            .Replace("\"App Name\":\"", "\"App Name\":\"" + markup, StringComparison.Ordinal)
            .Replace("\"User\":\"", "\"User\":\"" + markup, StringComparison.Ordinal)
            .Replace("\"Host\":\"", "\"Host\":\"" + markup, StringComparison.Ordinal)
            .Replace("USER_RAISED_EXCEPTION", markup, StringComparison.Ordinal)
            .Replace("\"nodeName\":\"", "\"nodeName\":\"" + markup, StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(_logs.FullName, Hostile), hostile);
        var lines = rich.Replace(Rich, Damaged, StringComparison.Ordinal).Split('\n');
        lines[40] = "{" + lines[40];
        await File.WriteAllTextAsync(Path.Combine(_logs.FullName, Damaged), string.Join('\n', lines.Take(300)));
        File.Copy(Shared.Path("golden", "history", "4.3.0", "logs", "stream", Stream), Path.Combine(_logs.FullName, Stream));
        return await HistoryServer.StartAsync(
            new HistoryOptions { LogDirectories = [_logs.FullName], Port = 0, PagePatience = HearthProcess.Patience }, TimeProvider.System, _ => { }, CancellationToken.None);
    }

    private static string? Chromium()
    {
        if (Environment.GetEnvironmentVariable("HEARTH_CHROMIUM") is { Length: > 0 } named)
            return named;
        return Array.Find(["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"], File.Exists);
    }
}
