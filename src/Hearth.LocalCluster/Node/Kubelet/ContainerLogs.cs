using System.Globalization;
using Hearth.Kube.Core.Objects;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Hearth.LocalCluster.Nodes;

/// <summary><c>GET /containerLogs/{namespace}/{pod}/{container}</c>.</summary>
internal static class ContainerLogs
{
    public static async Task ServeAsync(HttpContext context, Node node)
    {
        var (ns, name, container) = (Value(context, "ns"), Value(context, "pod"), Value(context, "container"));
        if (node.FindPod(ns, name) is not { } pod)
        {
            await FailAsync(context, 404, $"pod \"{name}\" does not exist");
            return;
        }

        var worker = node.FindWorker(ns, name);
        var found = LogChoice.Of(name, container, worker?.FindStatus(container) ?? FindStatus(pod, container), context.Request.Query["previous"] == "true");
        if (found.Trouble is { } trouble)
        {
            await FailAsync(context, 400, trouble);
            return;
        }

        var file = node.Context.LogFile(pod, container, found.Restart);
        var run = worker?.FindRun(container) is { } running && running.Log.Path == file ? running : null;
        if (run is null && !File.Exists(file))
        {
            await FailAsync(context, 400, $"failed to try resolving symlinks in path \"{Path.GetFileName(file)}\": no such file or directory");
            return;
        }

        context.Response.ContentType = "text/plain";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        try
        {
            // Who follows a log that is silent yet learns that it is heard.
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await new LogReader(file, Query(context.Request, node.Context.Time)).CopyToAsync(context.Response.Body, run?.Log, context.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            // The reader went away.
        }
    }

    private static ContainerStatus? FindStatus(Pod pod, string container) =>
        (pod.Status?.ContainerStatuses ?? []).Concat(pod.Status?.InitContainerStatuses ?? []).Concat(pod.Status?.EphemeralContainerStatuses ?? [])
            .FirstOrDefault(s => s.Name == container);

    private static LogQuery Query(HttpRequest request, TimeProvider time) => new()
    {
        Follow = request.Query["follow"] == "true",
        Timestamps = request.Query["timestamps"] == "true",
        TailLines = Number(request, "tailLines"),
        LimitBytes = Number(request, "limitBytes"),
        Since = Number(request, "sinceSeconds") is { } seconds
            ? Before(time.GetUtcNow(), seconds)
            : DateTimeOffset.TryParse(request.Query["sinceTime"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null,
    };

    // Longer ago than there is time is since ever.
    private static DateTimeOffset Before(DateTimeOffset now, long seconds) =>
        seconds < (now - DateTimeOffset.MinValue).TotalSeconds ? now.AddSeconds(-seconds) : DateTimeOffset.MinValue;

    private static long? Number(HttpRequest request, string name) =>
        long.TryParse(request.Query[name], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Value(HttpContext context, string name) => context.Request.RouteValues[name] as string ?? "";

    private static Task FailAsync(HttpContext context, int code, string message)
    {
        context.Response.StatusCode = code;
        return context.Response.WriteAsync(message);
    }
}
