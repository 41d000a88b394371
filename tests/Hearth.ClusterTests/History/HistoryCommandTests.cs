using Hearth.Testing;
using Shouldly;
using Xunit;

namespace Hearth.ClusterTests.History;

/// <summary><c>hearth history</c> as a process: what it refuses to start with, and that it serves and ends.</summary>
public sealed class HistoryCommandTests : IDisposable
{
    private readonly TemporaryHome _home = new();

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData("needs a token", "--host", "0.0.0.0")]
    [InlineData("belong together", "--tls-cert-file", "cert.pem")]
    [InlineData("names of users", "--acls")]
    [InlineData("plain path", "--proxy-base", "/a b")]
    [InlineData("token", "--token-file", "/nonexistent/token")]
    public async Task It_does_not_start_half_closed(string words, params string[] options)
    {
        await using var history = await HearthProcess.RunAsync(_home.Home, ["history", "--log-dir", "/tmp", "--port", "0", .. options]);
        history.ExitCode.ShouldBe(2);
        history.Text.ShouldContain(words);
    }

    /// <summary>As in a container whose file system is read-only.</summary>
    [Fact]
    public async Task Without_a_home_it_serves_and_keeps_no_snapshots()
    {
        await using var history = HearthProcess.Start("/dev/null/home", "history", "--log-dir", Path.GetDirectoryName(_home.Home)!, "--port", "0");
        await history.WaitForAsync("history server: http");
        history.Text.ShouldContain("no snapshots are kept, name a folder with --snapshot-dir: /dev/null/home cannot be made");
    }

    /// <summary>OpenSSL costs a server without TLS and tokens time at its start and memory.</summary>
    [SkippableFact]
    public async Task Without_tls_and_tokens_it_loads_no_cryptography()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "what a process has loaded is read from /proc");
        var logs = Directory.CreateDirectory(_home.File("logs")).FullName;
        await File.WriteAllTextAsync(Path.Combine(logs, "app-1"), """
            {"Event":"SparkListenerLogStart","Spark Version":"4.3.0"}
            {"Event":"SparkListenerApplicationStart","App Name":"plain","App ID":"app-1","Timestamp":1767225600000,"User":"u"}
            {"Event":"SparkListenerApplicationEnd","Timestamp":1767225660000}

            """);
        await using var history = HearthProcess.Start(_home.Home, "history", "--log-dir", logs, "--port", "0", "--snapshot-dir", _home.File("snapshots"));
        await history.WaitForAsync("history server: http");
        using var client = new HttpClient { BaseAddress = new Uri(history.Out.Single()["history server: ".Length..]) };
        (await client.GetStringAsync("/api/v1/applications/app-1")).ShouldContain("\"name\": \"plain\"");
        (await client.GetStringAsync("/history/app-1/jobs/")).ShouldContain("plain");
        var loaded = await File.ReadAllTextAsync($"/proc/{history.Id}/maps");
        loaded.ShouldContain("libSystem.Native");
        loaded.ShouldNotContain("libcrypto");
    }

    [SkippableFact]
    public async Task It_serves_with_a_token_below_a_path_and_ends_when_told()
    {
        var logs = Shared.Path("golden", "history", "4.3.0", "logs", "mini-zstd");
        var token = _home.File("token");
        await File.WriteAllTextAsync(token, "a-token-of-a-fair-length\n");
        await using var history = HearthProcess.Start(_home.Home, "history", "--log-dir", logs, "--port", "0", "--token-file", token, "--proxy-base", "/spark", "--snapshot-dir", "none");
        await history.WaitForAsync("history server: http");
        var address = history.Out.First(line => line.StartsWith("history server: ", StringComparison.Ordinal))["history server: ".Length..];
        using var client = new HttpClient { BaseAddress = new Uri(address) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", "a-token-of-a-fair-length");
        (await client.GetStringAsync("/spark/")).ShouldContain("href=\"/spark/history/");
        (await client.GetStringAsync("/spark/api/v1/version")).ShouldContain("4.3.0");
        await history.SignalAsync("TERM");
        (await history.ExitAsync()).ShouldBeOneOf(0, 130, 143);
    }
}
