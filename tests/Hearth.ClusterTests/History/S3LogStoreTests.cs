using System.Net;
using System.Text;
using Hearth.History;
using Hearth.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace Hearth.ClusterTests.History;

/// <summary>Event logs in an S3-compatible store, over loopback.</summary>
public class S3LogStoreTests
{
    [SkippableFact]
    public async Task Logs_in_a_bucket_are_listed_in_pages_and_read_by_ranges()
    {
        await using var s3 = Start(Shared.Path("golden", "history", "4.3.0", "logs"));
        await s3.StartAsync();
        var endpoint = s3.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        var options = new HistoryOptions { LogDirectories = [$"s3a://bucket/logs?endpoint={endpoint}&anonymous=true"], Port = 0 };
        var warnings = new List<string>();
        await using var server = await HistoryServer.StartAsync(options, TimeProvider.System, warnings.Add, CancellationToken.None);
        using var client = new HttpClient { BaseAddress = server.Address };
        var list = await client.GetStringAsync("/api/v1/applications");
        list.ShouldContain("local-1795227842633", customMessage: string.Join('\n', warnings));
        list.ShouldContain("app-20261121021618-0000");
        list.ShouldContain("\"logSourceName\": \"s3a://bucket/logs\"");
        (await client.GetStringAsync("/api/v1/applications/local-1795227842633/jobs")).ShouldContain("\"jobId\": 35");
    }

    [Fact]
    public async Task A_store_that_cannot_be_reached_is_told_and_not_fatal()
    {
        var warnings = new List<string>();
        var options = new HistoryOptions { LogDirectories = ["s3://bucket/logs?endpoint=http://127.0.0.1:1&anonymous=true"], Port = 0 };
        await using var server = await HistoryServer.StartAsync(options, TimeProvider.System, warnings.Add, CancellationToken.None);
        using var client = new HttpClient { BaseAddress = server.Address };
        (await client.GetStringAsync("/api/v1/applications")).Trim().ShouldBe("[]");
        warnings.ShouldContain(w => w.Contains("s3://bucket", StringComparison.Ordinal));
    }

    /// <summary>A bucket over the files of the cases: listing in pages of five, objects by range.</summary>
    private static WebApplication Start(string root)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var log in (string[])["rich-cluster", "rolling"])
        {
            var folder = Path.Combine(root, log);
            foreach (var file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
                files["logs/" + Path.GetRelativePath(folder, file)] = file;
        }

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        var web = builder.Build();
        web.Run(context => context.Request.Query["list-type"] == "2" ? ListAsync(context, files) : GetAsync(context, files));
        return web;
    }

    private static Task ListAsync(HttpContext context, SortedDictionary<string, string> files)
    {
        var query = context.Request.Query;
        var after = query["continuation-token"].ToString();
        var found = files.Where(f => f.Key.StartsWith(query["prefix"].ToString(), StringComparison.Ordinal) && string.CompareOrdinal(f.Key, after) > 0).ToList();
        var xml = new StringBuilder("<?xml version=\"1.0\"?><ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>bucket</Name>");
        foreach (var (key, file) in found.Take(5))
            xml.Append($"<Contents><Key>{key}</Key><LastModified>2026-11-21T02:00:00.000Z</LastModified><Size>{new FileInfo(file).Length}</Size></Contents>");
        xml.Append($"<IsTruncated>{(found.Count > 5 ? "true" : "false")}</IsTruncated>");
        if (found.Count > 5)
            xml.Append($"<NextContinuationToken>{found[4].Key}</NextContinuationToken>");
        context.Response.ContentType = "application/xml";
        return context.Response.WriteAsync(xml.Append("</ListBucketResult>").ToString());
    }

    private static Task GetAsync(HttpContext context, SortedDictionary<string, string> files)
    {
        var key = context.Request.Path.Value!["/bucket/".Length..];
        if (!files.TryGetValue(key, out var file))
        {
            context.Response.StatusCode = 404;
            return Task.CompletedTask;
        }

        return Results.File(file, "application/octet-stream", enableRangeProcessing: true).ExecuteAsync(context);
    }
}
