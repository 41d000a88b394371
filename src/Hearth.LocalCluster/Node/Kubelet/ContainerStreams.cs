using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Hearth.LocalCluster.Nodes;

/// <summary>Exec, attach and port-forward over WebSocket or SPDY.</summary>
internal static class ContainerStreams
{
    private static readonly TimeSpan s_farewell = TimeSpan.FromSeconds(2);

    public static void Map(WebApplication application, Node node)
    {
        foreach (var method in (ReadOnlySpan<string>)["GET", "POST"])
        {
            application.MapMethods("/exec/{ns}/{pod}/{container}", [method], context => ServeAsync(context, node, ExecAsync));
            application.MapMethods("/attach/{ns}/{pod}/{container}", [method], context => ServeAsync(context, node, AttachAsync));
            application.MapMethods("/portForward/{ns}/{pod}", [method], context => PortForward.ServeAsync(context, node));
        }
    }

    private static async Task ServeAsync(HttpContext context, Node node, Func<StreamSession, CancellationToken, Task<JsonObject?>> serve)
    {
        var (ns, pod, container) = (Value(context, "ns"), Value(context, "pod"), Value(context, "container"));
        var request = StreamRequest.Of(context.Request);
        var run = node.FindWorker(ns, pod)?.FindRun(container);
        var trouble = run is null ? (500, $"container not found (\"{container}\")")
            : request.IsEmpty ? (400, "you must specify at least 1 of stdin, stdout, stderr")
            : ((int Code, string Message)?)null;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        try
        {
            using var streams = await AcceptAsync(context, request, trouble, ended.Token);
            if (streams is null)
                return;
            var status = trouble is { } told ? Failed($"unable to upgrade connection: {told.Message}") : await serve(new(context, node, run!, streams, request), ended.Token);
            if (status is not null)
                await streams.SendAsync(ICallerStreams.Status, Encoding.UTF8.GetBytes(status.ToJsonString()), ended.Token);
            await streams.EndAsync(s_farewell, ended.Token);
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException or IOException or TimeoutException)
        {
            // The caller went away.
        }
        finally
        {
            await ended.CancelAsync();
        }
    }

    // Null where the caller was told otherwise. By WebSocket it is told in a stream, as API servers do.
    private static async Task<ICallerStreams?> AcceptAsync(HttpContext context, StreamRequest request, (int Code, string Message)? trouble, CancellationToken cancellationToken)
    {
        if (SpdyStreams.IsAsked(context.Request) && trouble is null)
            return await SpdyStreams.AcceptAsync(context, request, cancellationToken);
        if (context.WebSockets.IsWebSocketRequest && ChannelSocket.Choose(context.WebSockets.WebSocketRequestedProtocols) is { } protocol)
            return new ChannelSocket(await context.WebSockets.AcceptWebSocketAsync(protocol));
        context.Response.StatusCode = trouble?.Code ?? StatusCodes.Status400BadRequest;
        await context.Response.WriteAsync(trouble?.Message ?? "Upgrade request required", cancellationToken);
        return null;
    }

    private static async Task<JsonObject?> ExecAsync(StreamSession session, CancellationToken cancellationToken)
    {
        string[] command = [.. session.Context.Request.Query["command"].OfType<string>()];
        using var terminal = session.Request.Tty ? PseudoTerminal.Open() : null;
        try
        {
            var code = terminal is not null
                ? await RunOnTerminalAsync(terminal, session, command, cancellationToken)
                : await new ExecStreams(session.Node.Context, session.Run, session.Streams, session.Request).RunAsync(command, cancellationToken);
            return code is null ? null : code == 0 ? Succeeded() : Failed(code.Value);
        }
        catch (ContainerStartException error)
        {
            return Failed($"error executing command in container: {error.Message}");
        }
    }

    private static async Task<int?> RunOnTerminalAsync(PseudoTerminal terminal, StreamSession session, IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        var process = await ContainerExec.StartAsync(session.Node.Context, session.Run, command, terminal);
        try
        {
            await TalkAsync(terminal, process, session, cancellationToken);
            return process.ExitCode;
        }
        finally
        {
            process.KillTree();
            process.Release();
        }
    }

    private static async Task TalkAsync(PseudoTerminal terminal, System.Diagnostics.Process process, StreamSession session, CancellationToken cancellationToken)
    {
        session.Streams.Resized = terminal.Resize;
        session.Streams.Receive(session.Request.Input ? terminal.Stream : null, cancellationToken, keepOpen: true);
        _ = EndWithPeerAsync(session.Streams.PeerGone, process);
        var shown = ShowAsync(terminal, session.Streams, cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        terminal.Close();
        await Task.WhenAny(shown, Task.Delay(s_farewell, cancellationToken));
    }

    private static async Task ShowAsync(PseudoTerminal terminal, ICallerStreams streams, CancellationToken cancellationToken)
    {
        try
        {
            await streams.PassOnAsync(ICallerStreams.Output, terminal.Stream, cancellationToken);
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException or UnauthorizedAccessException)
        {
            // A terminal ends with an error where a file just ends.
        }
    }

    private static async Task<JsonObject?> AttachAsync(StreamSession session, CancellationToken cancellationToken)
    {
        var (run, streams) = (session.Run, session.Streams);
        // What the process answers to the input belongs to the caller.
        using var output = run.Log.CopyOutput();
        streams.Resized = run.Resize;
        // A terminal is one for both ways: it stays open for what is still to be shown.
        streams.Receive(session.Request.Input && run.Command.Stdin ? run.Input : null, cancellationToken, keepOpen: !run.Command.StdinOnce || run.Command.Tty);
        await Task.WhenAny(ShowAsync(output, session, cancellationToken), streams.PeerGone);
        return Succeeded();
    }

    private static async Task ShowAsync(OutputCopy output, StreamSession session, CancellationToken cancellationToken)
    {
        await foreach (var (stream, data) in output.ReadAllAsync(cancellationToken))
        {
            // A terminal shows both in one.
            var isError = stream == "stderr" && !session.Request.Tty;
            if (isError ? session.Request.Error : session.Request.Output)
                await session.Streams.SendAsync(isError ? ICallerStreams.Error : ICallerStreams.Output, data, cancellationToken);
        }
    }

    // A terminal hangs up: what runs on it ends.
    private static async Task EndWithPeerAsync(Task gone, System.Diagnostics.Process process)
    {
        await gone;
        process.KillTree();
    }

    private static JsonObject Succeeded() => new() { ["metadata"] = new JsonObject(), ["status"] = "Success" };

    private static JsonObject Failed(string message) => new()
    {
        ["metadata"] = new JsonObject(),
        ["status"] = "Failure",
        ["message"] = "Internal error occurred: " + message,
        ["reason"] = "InternalError",
        ["details"] = new JsonObject { ["causes"] = new JsonArray(new JsonObject { ["message"] = message }) },
        ["code"] = 500,
    };

    private static JsonObject Failed(int exitCode) => new()
    {
        ["metadata"] = new JsonObject(),
        ["status"] = "Failure",
        ["message"] = $"command terminated with non-zero exit code: exit status {exitCode.ToString(CultureInfo.InvariantCulture)}",
        ["reason"] = "NonZeroExitCode",
        ["details"] = new JsonObject { ["causes"] = new JsonArray(new JsonObject { ["reason"] = "ExitCode", ["message"] = exitCode.ToString(CultureInfo.InvariantCulture) }) },
    };

    private static string Value(HttpContext context, string name) => context.Request.RouteValues[name] as string ?? "";

    private sealed record StreamSession(HttpContext Context, Node Node, ContainerRun Run, ICallerStreams Streams, StreamRequest Request);
}
