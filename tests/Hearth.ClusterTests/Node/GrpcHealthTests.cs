using System.Net;
using Hearth.LocalCluster.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace Hearth.ClusterTests.Nodes;

public sealed class GrpcHealthTests
{
    [Theory]
    [InlineData("", null)]
    [InlineData("down", "service unhealthy (responded with \"NOT_SERVING\")")]
    [InlineData("other", "error: health rpc failed: rpc error: code = 5 desc = unknown service")]
    public async Task A_server_is_asked_for_a_service(string service, string? trouble)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        await using var server = builder.Build();
        server.MapPost("/grpc.health.v1.Health/Check", AnswerAsync);
        await server.StartAsync();
        var port = new Uri(server.Urls.First()).Port;
        (await GrpcHealth.AskAsync("127.0.0.1", port, service, CancellationToken.None)).ShouldBe(trouble);
    }

    private static async Task AnswerAsync(HttpContext context)
    {
        using var asked = new MemoryStream();
        await context.Request.Body.CopyToAsync(asked);
        var name = asked.Length > 7 ? System.Text.Encoding.UTF8.GetString(asked.ToArray()[7..]) : "";
        context.Response.ContentType = "application/grpc";
        if (name != "other")
            await context.Response.Body.WriteAsync(new byte[] { 0, 0, 0, 0, 2, 8, (byte)(name == "down" ? 2 : 1) });
        context.Response.AppendTrailer("grpc-status", name == "other" ? "5" : "0");
        context.Response.AppendTrailer("grpc-message", name == "other" ? "unknown service" : "");
    }
}
