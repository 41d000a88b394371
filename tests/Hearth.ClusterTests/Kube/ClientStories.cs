using System.IO.Compression;
using System.Net;
using System.Text;
using Hearth.Kube.Client;
using Hearth.Kube.Configuration;
using Hearth.Kube.Core.Objects;
using Hearth.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace Hearth.ClusterTests.Kube;

/// <summary>The client over real sockets and with real programs: proxies, compression, logs that are followed, credential plugins.</summary>
public sealed class ClientStories : IDisposable
{
    private readonly TemporaryHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task A_proxy_is_used_with_its_password_and_answers_are_compressed()
    {
        var asked = new List<string>();
        await using var proxy = await ServeAsync(async context =>
        {
            if (context.Request.Headers.ProxyAuthorization.Count == 0)
            {
                context.Response.StatusCode = (int)HttpStatusCode.ProxyAuthenticationRequired;
                context.Response.Headers.ProxyAuthenticate = "Basic realm=\"proxy\"";
                return;
            }

            asked.Add($"{context.Request.Host} {Encoding.UTF8.GetString(Convert.FromBase64String(context.Request.Headers.ProxyAuthorization.ToString()["Basic ".Length..]))} {context.Request.Headers.AcceptEncoding}");
            context.Response.Headers.ContentEncoding = "gzip";
            await using var zip = new GZipStream(context.Response.Body, CompressionLevel.Fastest);
            await zip.WriteAsync("""{"kind":"ConfigMap","metadata":{"name":"m"},"data":{"v":"1"}}"""u8.ToArray());
        });
        var config = _home.File("config");
        await File.WriteAllTextAsync(config, $$"""
            current-context: c
            contexts: [{name: c, context: {cluster: c} }]
            clusters: [{name: c, cluster: {server: "http://kube.example", proxy-url: "http://me:s%40fe@127.0.0.1:{{proxy.Port}}"} }]
            """);
        using var client = new KubeClient(KubeConfigFile.Load(config));

        var map = await client.GetAsync(ResourceTypes.ConfigMaps, "n", "m", CancellationToken.None);

        map.Data!["v"].ShouldBe("1");
        asked.ShouldBe(["kube.example me:s@fe gzip"]);
    }

    [Fact]
    public async Task A_log_is_followed_line_by_line_beyond_the_limit_of_a_call()
    {
        var more = new SemaphoreSlim(0);
        await using var server = await ServeAsync(async context =>
        {
            context.Request.QueryString.Value.ShouldBe("?container=c&follow=true");
            for (var line = 0; line < 3; line++)
            {
                await context.Response.WriteAsync($"line {line}\n");
                await context.Response.Body.FlushAsync();
                await more.WaitAsync();
            }
        });
        var time = new FakeTime();
        var limit = TimeSpan.FromSeconds(30);
        using var client = new KubeClient(new() { Server = new($"http://127.0.0.1:{server.Port}"), Timeout = limit }, time: time);
        await using var log = await client.OpenLogAsync("n", "p", new() { Container = "c", Follow = true }, CancellationToken.None);
        using var reader = new StreamReader(log);

        for (var line = 0; line < 3; line++)
        {
            (await reader.ReadLineAsync()).ShouldBe($"line {line}");
            // Longer than any answer may take to begin.
            if (line == 0)
                time.Advance(limit * 2);
            more.Release();
        }

        (await reader.ReadLineAsync()).ShouldBeNull();
    }

    /// <summary>A kubelet answers with the first words of the container.</summary>
    [Fact]
    public async Task A_log_is_followed_that_is_silent_for_longer_than_the_limit_of_a_call()
    {
        var (asked, spoken) = (new SemaphoreSlim(0), new SemaphoreSlim(0));
        await using var server = await ServeAsync(async context =>
        {
            asked.Release();
            await spoken.WaitAsync();
            await context.Response.WriteAsync("late\n");
        });
        var time = new FakeTime();
        var limit = TimeSpan.FromSeconds(30);
        using var client = new KubeClient(new() { Server = new($"http://127.0.0.1:{server.Port}"), Timeout = limit }, time: time);
        var opening = client.OpenLogAsync("n", "p", new() { Follow = true }, CancellationToken.None);
        await asked.WaitAsync();
        time.Advance(limit * 2);
        spoken.Release();

        await using var log = await opening;
        using var reader = new StreamReader(log);
        (await reader.ReadToEndAsync()).ShouldBe("late\n");
    }

    [Theory]
    [InlineData("client.authentication.k8s.io/v1")]
    [InlineData("client.authentication.k8s.io/v1beta1")]
    public async Task A_credential_plugin_is_asked_once_and_again_after_a_refusal(string version)
    {
        var plugin = Plugin($$"""
            echo run >> "$RUNS"
            case "$KUBERNETES_EXEC_INFO" in *'"apiVersion":"{{version}}"'*'"server":"'*) ;; *) echo "no info: $KUBERNETES_EXEC_INFO" >&2; exit 1;; esac
            echo '{"apiVersion":"{{version}}","kind":"ExecCredential","status":{"token":"t'$(wc -l < "$RUNS" | tr -d ' ')'"} }'
            """);
        var tokens = new List<string>();
        await using var server = await ServeAsync(async context =>
        {
            tokens.Add(context.Request.Headers.Authorization.ToString());
            context.Response.StatusCode = tokens.Count == 2 ? 401 : 200;
            await context.Response.WriteAsync("""{"kind":"ConfigMap","metadata":{"name":"m"}}""");
        });
        using var client = new KubeClient(KubeConfigFile.Load(ConfigOf(plugin, version, server.Port)));

        await client.GetAsync(ResourceTypes.ConfigMaps, "n", "m", CancellationToken.None);
        await client.GetAsync(ResourceTypes.ConfigMaps, "n", "m", CancellationToken.None);

        tokens.ShouldBe(["Bearer t1", "Bearer t1", "Bearer t2"]);
    }

    [Theory]
    [InlineData("echo oops >&2; exit 3", "exit code 3: oops")]
    [InlineData("echo hello", "is no JSON")]
    [InlineData("""echo '{"apiVersion":"client.authentication.k8s.io/v1alpha1","status":{"token":"t"}}'""", "answered in client.authentication.k8s.io/v1alpha1")]
    [InlineData("""echo '{"status":{}}'""", "neither a token nor a client certificate")]
    public async Task A_credential_plugin_that_fails_is_told_with_its_words(string script, string said)
    {
        using var client = new KubeClient(KubeConfigFile.Load(ConfigOf(Plugin(script), "client.authentication.k8s.io/v1", 1)));

        var error = await Should.ThrowAsync<KubeConfigurationException>(client.GetAsync(ResourceTypes.ConfigMaps, "n", "m", CancellationToken.None));

        error.Message.ShouldContain(said);
        error.Message.ShouldContain("plugin.sh");
    }

    private string Plugin(string script)
    {
        var file = _home.File("plugin.sh");
        File.WriteAllText(file, "#!/bin/sh\n" + script + "\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return file;
    }

    private string ConfigOf(string plugin, string version, int port)
    {
        var config = _home.File("config");
        File.WriteAllText(config, $$"""
            current-context: c
            contexts: [{name: c, context: {cluster: c, user: u} }]
            clusters: [{name: c, cluster: {server: "http://127.0.0.1:{{port}}"} }]
            users:
            - name: u
              user:
                exec:
                  apiVersion: {{version}}
                  command: ./{{Path.GetFileName(plugin)}}
                  env: [{name: RUNS, value: "{{_home.File("runs")}}"} ]
                  interactiveMode: Never
                  provideClusterInfo: true
            """);
        return config;
    }

    private static async Task<Served> ServeAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Run(answer);
        await app.StartAsync();
        return new(app);
    }

    private sealed class Served(WebApplication app) : IAsyncDisposable
    {
        public int Port => new Uri(app.Urls.First()).Port;

        public ValueTask DisposeAsync() => app.DisposeAsync();
    }
}
