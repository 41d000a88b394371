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
            await FailAsync(context, 404, $"pod \"{name}\" in namespace \"{ns}\" not found");
            return;
        }

        var previous = context.Request.Query["previous"] == "true";
        var run = previous ? null : node.FindWorker(ns, name)?.FindRun(container);
        var restart = Restart(pod, node.FindWorker(ns, name), container) - (previous ? 1 : 0);
        var file = restart is { } number ? run?.Log.Path ?? node.Context.LogFile(pod, container, number) : null;
        if (file is null || !File.Exists(file))
        {
            await FailAsync(context, 400, previous
                ? $"previous terminated container \"{container}\" in pod \"{name}\" not found"
                : $"container \"{container}\" in pod \"{name}\" is waiting to start: {WaitingReason(pod, container)}");
            return;
        }

        context.Response.ContentType = "text/plain";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        try
        {
            await context.Response.StartAsync(context.RequestAborted);
            await new LogReader(file, Query(context.Request, node.Context.Time)).CopyToAsync(context.Response.Body, run?.Log, context.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            // The reader went away.
        }
    }

    // The worker knows of a start before the API does.
    private static int? Restart(Pod pod, PodWorker? worker, string container) =>
        worker?.FindRestart(container)
        ?? (pod.Status?.ContainerStatuses ?? []).Concat(pod.Status?.InitContainerStatuses ?? [])
            .FirstOrDefault(s => s.Name == container && (s.State?.Running is not null || s.State?.Terminated is not null || s.LastState?.Terminated is not null))?.RestartCount;

    private static LogQuery Query(HttpRequest request, TimeProvider time) => new()
    {
        Follow = request.Query["follow"] == "true",
        Timestamps = request.Query["timestamps"] == "true",
        TailLines = Number(request, "tailLines"),
        LimitBytes = Number(request, "limitBytes"),
        Since = Number(request, "sinceSeconds") is { } seconds
            ? time.GetUtcNow().AddSeconds(-seconds)
            : DateTimeOffset.TryParse(request.Query["sinceTime"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null,
    };

    private static long? Number(HttpRequest request, string name) =>
        long.TryParse(request.Query[name], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string WaitingReason(Pod pod, string container) => Reason(pod, container) switch
    {
        "ErrImagePull" => "image can't be pulled",
        "ImagePullBackOff" => "trying and failing to pull image",
        var reason => reason,
    };

    private static string Reason(Pod pod, string container) =>
        (pod.Status?.ContainerStatuses ?? []).Concat(pod.Status?.InitContainerStatuses ?? []).FirstOrDefault(s => s.Name == container)?.State?.Waiting?.Reason ?? "ContainerCreating";

    private static string Value(HttpContext context, string name) => context.Request.RouteValues[name] as string ?? "";

    private static Task FailAsync(HttpContext context, int code, string message)
    {
        context.Response.StatusCode = code;
        return context.Response.WriteAsync(message);
    }
}
