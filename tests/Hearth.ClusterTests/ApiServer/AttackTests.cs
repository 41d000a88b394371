using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text;
using Hearth.ClusterTests.ApiServers.Differential;
using Hearth.LocalCluster.ApiServer;
using Shouldly;
using Xunit;
using Server = Hearth.LocalCluster.ApiServer.ApiServer;

namespace Hearth.ClusterTests.ApiServers;

/// <summary>What those get who should get nothing: web pages, other users' processes, pods without rights.</summary>
public sealed class AttackTests : IAsyncLifetime
{
    private const string Secret = "do-not-tell";
    private const byte Alert = 21;
    private const byte ServerHello = 22;
    private Server _server = null!;
    private string _podToken = "";

    public async Task InitializeAsync()
    {
        _server = await Server.StartAsync(new ApiServerOptions { Random = new Random(1) }, CancellationToken.None);
        using var teller = new StoryTeller(_server.Address, _server.AdminToken);
        (await teller.TellAsync(Post("/api/v1/namespaces/kube-system/secrets", $"{{\"metadata\":{{\"name\":\"s\"}},\"stringData\":{{\"k\":\"{Secret}\"}}}}")))!.Status.ShouldBe(201);
        var minted = await teller.TellAsync(Post("/api/v1/namespaces/default/serviceaccounts/default/token", """{"spec":{}}"""));
        _podToken = (string)minted!.Body!["status"]!["token"]!;
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    /// <summary>Whoever has the administrator's token, but comes from a page, is refused all the same.</summary>
    [Theory]
    [InlineData("Host: evil.example.com")]
    [InlineData("Host: localhost.evil.example.com")]
    [InlineData("Host: 127.0.0.1\nOrigin: https://evil.example.com")]
    [InlineData("Host: 127.0.0.1\nOrigin: https://203.0.113.5")]
    [InlineData("Host: 127.0.0.1\nOrigin: null")]
    [InlineData("Host: 127.0.0.1\nOrigin: https://127.0.0.1.evil.example.com")]
    [InlineData("Host: 127.0.0.1\nSec-Fetch-Site: cross-site")]
    [InlineData("Host: 127.0.0.1\nSec-Fetch-Site: same-site")]
    public async Task A_web_page_is_refused(string headers)
    {
        (await AskAsync($"GET /api/v1/namespaces/kube-system/secrets HTTP/1.1\n{headers}\nAuthorization: Bearer {_server.AdminToken}\n\n")).ShouldStartWith("HTTP/1.1 403");
        // Browsers do not ask first before they open a WebSocket.
        var protocol = "base64url.bearer.authorization.k8s.io." + System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(_server.AdminToken));
        (await AskAsync($"GET /api/v1/namespaces/kube-system/secrets?watch=true HTTP/1.1\n{headers}\nConnection: Upgrade\nUpgrade: websocket\nSec-WebSocket-Version: 13\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\nSec-WebSocket-Protocol: {protocol}\n\n")).ShouldStartWith("HTTP/1.1 403");
    }

    [Theory]
    [InlineData("/api/v1/namespaces/kube-system/secrets/s")]
    [InlineData("/api/v1/secrets")]
    [InlineData("//api//v1//secrets")]
    [InlineData("/healthz/../api/v1/secrets")]
    [InlineData("/version/%2e%2e/api/v1/secrets")]
    [InlineData("/version%2f..%2fapi/v1/secrets")]
    [InlineData("/api/v1/namespaces/default%2f..%2fkube-system/secrets")]
    [InlineData("/api/v1/namespaces/default/configmaps/../../kube-system/secrets/s")]
    [InlineData("/api/v1/namespaces/default/configmaps/..%2f..%2fkube-system%2fsecrets%2fs")]
    [InlineData("/api/v1/namespaces/default/../kube-system/secrets")]
    [InlineData("/api/v1/watch/secrets")]
    [InlineData("/api/v1/namespaces/kube-system/secrets/s?watch=true")]
    [InlineData("/openapi/v2/../../api/v1/secrets")]
    [InlineData("/api/v1/namespaces/kube-system/secrets;x=/healthz")]
    [InlineData("https://127.0.0.1/api/v1/secrets")]
    public async Task A_pod_and_a_stranger_learn_nothing_by_odd_paths(string path)
    {
        foreach (var authorization in (string[])["", $"Authorization: Bearer {_podToken}\n", "Authorization: Bearer \n", "Authorization: Bearer null\n"])
        {
            var answer = await AskAsync($"GET {path} HTTP/1.1\nHost: 127.0.0.1\n{authorization}\n");
            answer.ShouldMatch("^HTTP/1.1 (3|4)");
            answer.ShouldNotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret)));
        }
    }

    [Fact]
    public async Task Rights_are_not_to_be_had_by_headers()
    {
        foreach (var header in (string[])["Impersonate-User: admin", "Impersonate-User: x\nImpersonate-Group: system:masters", "X-Remote-User: admin\nX-Remote-Group: system:masters", "X-Forwarded-For: 127.0.0.1", "X-HTTP-Method-Override: GET"])
        {
            (await AskAsync($"GET /api/v1/secrets HTTP/1.1\nHost: 127.0.0.1\n{header}\nAuthorization: Bearer {_podToken}\n\n")).ShouldStartWith("HTTP/1.1 403");
            (await AskAsync($"GET /api/v1/secrets HTTP/1.1\nHost: 127.0.0.1\n{header}\n\n")).ShouldStartWith("HTTP/1.1 403");
        }
    }

    /// <summary>The end of one body is not the beginning of another request.</summary>
    [Fact]
    public async Task A_request_is_not_smuggled_within_another()
    {
        var inner = $"GET /api/v1/secrets HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {_podToken}\r\n\r\n";
        foreach (var framing in (string[])[$"Content-Length: {inner.Length}\nTransfer-Encoding: chunked", $"Transfer-Encoding: chunked\nTransfer-Encoding: identity", "Content-Length: 5\nContent-Length: 6", "Content-Length: -1", "Transfer-Encoding: chunked, gzip"])
        {
            var answer = await AskAsync($"POST /api/v1/namespaces/default/configmaps HTTP/1.1\nHost: 127.0.0.1\nAuthorization: Bearer {_podToken}\nContent-Type: application/json\n{framing}\n\n0\n\n" + inner.Replace("\r", "", StringComparison.Ordinal));
            answer.ShouldMatch("^HTTP/1.1 4");
            answer.ShouldNotContain("\"kind\":\"SecretList\"");
        }
    }

    [Fact]
    public async Task Too_much_is_refused_before_it_is_read()
    {
        // Little more than is read: what the server never took off its socket would cost the answer.
        (await AskAsync($"GET /version HTTP/1.1\nHost: 127.0.0.1\nX-Long: {new string('x', 33 * 1024)}\n\n")).ShouldStartWith("HTTP/1.1 431");
        // A stranger is answered without a byte of the body; so is one whose body is announced as too large.
        (await AskAsync("POST /api/v1/namespaces/default/configmaps HTTP/1.1\nHost: 127.0.0.1\nContent-Type: application/json\nContent-Length: 1000000000\n\n")).ShouldStartWith("HTTP/1.1 403");
        (await AskAsync($"POST /api/v1/namespaces/default/configmaps HTTP/1.1\nHost: 127.0.0.1\nAuthorization: Bearer {_server.AdminToken}\nContent-Type: application/json\nContent-Length: 1000000000\n\n")).ShouldStartWith("HTTP/1.1 413");
    }

    /// <summary>Connections of strangers that say nothing do not keep others out.</summary>
    [Fact]
    public async Task A_crowd_of_silent_connections_keeps_nobody_out()
    {
        const int Many = 200;
        var crowd = new List<TcpClient>();
        try
        {
            for (var i = 0; i < Many; i++)
            {
                var one = new TcpClient();
                crowd.Add(one);
                await one.ConnectAsync(IPAddress.Loopback, _server.Address.Port);
            }

            (await AskAsync("GET /healthz HTTP/1.1\nHost: 127.0.0.1\n\n")).ShouldStartWith("HTTP/1.1 200");
        }
        finally
        {
            crowd.ForEach(one => one.Dispose());
        }
    }

    [Theory]
    [InlineData(1, Alert)]
    [InlineData(2, Alert)]
    [InlineData(3, ServerHello)]
    public async Task Old_TLS_is_not_spoken(byte minor, byte answer)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(IPAddress.Loopback, _server.Address.Port);
        // By hand: the libraries of this machine may not speak it either.
        await connection.GetStream().WriteAsync(ClientHello(minor));

        var record = new byte[1];
        await connection.GetStream().ReadExactlyAsync(record);
        record[0].ShouldBe(answer);
    }

    /// <summary>A greeting of TLS 1.<paramref name="minor"/> less one, with the suites of elliptic curves of every version.</summary>
    private static byte[] ClientHello(byte minor)
    {
        byte[] suites = [0xC0, 0x2B, 0xC0, 0x2F, 0xC0, 0x09, 0xC0, 0x0A, 0xC0, 0x13, 0xC0, 0x14, 0x00, 0x2F];
        byte[] groups = [0, 10, 0, 4, 0, 2, 0, 23];
        byte[] formats = [0, 11, 0, 2, 1, 0];
        byte[] signatures = [0, 13, 0, 6, 0, 4, 4, 3, 4, 1];
        byte[] hello = [3, minor, .. new byte[32], 0, 0, (byte)suites.Length, .. suites, 1, 0, 0, (byte)(groups.Length + formats.Length + signatures.Length), .. groups, .. formats, .. signatures];
        return [22, 3, 1, 0, (byte)(hello.Length + 4), 1, 0, 0, (byte)hello.Length, .. hello];
    }

    [SkippableFact]
    [UnsupportedOSPlatform("windows")]
    public async Task Nothing_below_the_data_folder_is_for_others()
    {
        Skip.If(OperatingSystem.IsWindows(), "modes of files are those of Unix");
        // The user's own folder may be open: what lies in it is not.
        var folder = Directory.CreateTempSubdirectory("hearth-attack-");
        File.SetUnixFileMode(folder.FullName, (UnixFileMode)0b111_101_101);
        try
        {
            var data = Path.Combine(folder.FullName, "data");
            Directory.CreateDirectory(data);
            File.SetUnixFileMode(data, (UnixFileMode)0b111_101_101);
            await using (var cluster = await LocalCluster.LocalCluster.StartAsync(new() { Directory = Path.Combine(folder.FullName, "dev"), DataDirectory = data }, CancellationToken.None))
                Open(folder.FullName).ShouldBeEmpty();
            Open(folder.FullName).ShouldBeEmpty();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Files that others may read or write, on paths that they may go.</summary>
    [UnsupportedOSPlatform("windows")]
    private static IEnumerable<string> Open(string folder)
    {
        foreach (var entry in Directory.EnumerateFileSystemEntries(folder))
        {
            var mode = File.GetUnixFileMode(entry);
            if (Directory.Exists(entry))
            {
                foreach (var below in (mode & (UnixFileMode.OtherExecute | UnixFileMode.GroupExecute)) != UnixFileMode.None ? Open(entry) : [])
                    yield return below;
            }
            else if ((mode & (UnixFileMode)0b000_110_110) != UnixFileMode.None)
            {
                yield return $"{entry} {mode}";
            }
        }
    }

    /// <summary>Sends a request as it is written, and reads what comes until the server has no more to say.</summary>
    private async Task<string> AskAsync(string request)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(IPAddress.Loopback, _server.Address.Port);
        await using var stream = new SslStream(connection.GetStream(), leaveInnerStreamOpen: false, (_, certificate, _, _) => certificate is not null);
        await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "localhost" });
        // An end of the headers that a reader waits for, and one request a connection.
        var text = request.Replace("\n", "\r\n", StringComparison.Ordinal);
        try
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(text));
            await stream.FlushAsync();
        }
        catch (IOException)
        {
            // Refused before it was all sent: the answer says so.
        }

        using var patience = new CancellationTokenSource(HearthProcess.Patience);
        var answer = new StringBuilder();
        var buffer = new byte[16 * 1024];
        try
        {
            while (await stream.ReadAsync(buffer, patience.Token) is > 0 and var read)
            {
                answer.Append(Encoding.UTF8.GetString(buffer, 0, read));
                if (IsWhole(answer.ToString()))
                    break;
            }
        }
        catch (IOException)
        {
            // Cut off after the answer.
        }

        return answer.ToString();
    }

    private static bool IsWhole(string answer)
    {
        var end = answer.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0)
            return false;
        var length = answer[..end].Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length: ", StringComparison.OrdinalIgnoreCase));
        return length is null ? answer.EndsWith("0\r\n\r\n", StringComparison.Ordinal) || answer.StartsWith("HTTP/1.1 101", StringComparison.Ordinal)
            : answer.Length - end - 4 >= int.Parse(length["Content-Length: ".Length..], System.Globalization.CultureInfo.InvariantCulture);
    }

    private static StoryRequest Post(string path, string body) => new("", 0, "POST", path, new Dictionary<string, string>(), body);
}
