using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Hearth.LocalCluster.Nodes;

/// <summary>Exec, attach and port-forward over WebSocket.</summary>
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

    private static async Task ServeAsync(HttpContext context, Node node, Func<HttpContext, Node, ContainerRun, ChannelSocket, CancellationToken, Task<JsonObject>> serve)
    {
        var (ns, pod, container) = (Value(context, "ns"), Value(context, "pod"), Value(context, "container"));
        if (node.FindWorker(ns, pod)?.FindRun(container) is not { } run)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            await context.Response.WriteAsync($"container not found (\"{container}\")");
            return;
        }

        if (!context.WebSockets.IsWebSocketRequest || ChannelSocket.Choose(context.WebSockets.WebSocketRequestedProtocols) is not { } protocol)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsync("Upgrade request required: v5.channel.k8s.io or v4.channel.k8s.io over WebSocket");
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync(protocol);
        using var channels = new ChannelSocket(socket);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        try
        {
            var status = await serve(context, node, run, channels, ended.Token);
            await channels.SendAsync(ChannelSocket.Status, Encoding.UTF8.GetBytes(status.ToJsonString()), ended.Token);
            await channels.EndAsync(s_farewell, ended.Token);
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException or IOException)
        {
            // The caller went away.
        }
        finally
        {
            await ended.CancelAsync();
        }
    }

    private static async Task<JsonObject> ExecAsync(HttpContext context, Node node, ContainerRun run, ChannelSocket channels, CancellationToken cancellationToken)
    {
        using var terminal = Asks(context, "tty") ? PseudoTerminal.Open() : null;
        System.Diagnostics.Process process;
        try
        {
            process = await ContainerExec.StartAsync(node.Context, run, [.. context.Request.Query["command"].OfType<string>()], terminal);
        }
        catch (ContainerStartException error)
        {
            return Failed("InternalError", $"error executing command in container: {error.Message}", null);
        }

        using (process)
        {
            if (terminal is not null)
                await TalkAsync(terminal, process, channels, Asks(context, "input"), cancellationToken);
            else
                await TalkAsync(process, channels, Asks(context, "input"), cancellationToken);
            return process.ExitCode == 0
                ? new JsonObject { ["metadata"] = new JsonObject(), ["status"] = "Success" }
                : Failed("NonZeroExitCode", $"command terminated with non-zero exit code: exit status {process.ExitCode.ToString(CultureInfo.InvariantCulture)}", process.ExitCode);
        }
    }

    private static async Task TalkAsync(System.Diagnostics.Process process, ChannelSocket channels, bool hasInput, CancellationToken cancellationToken)
    {
        var input = hasInput ? process.StandardInput.BaseStream : null;
        if (input is null)
            process.StandardInput.Close();
        channels.Receive(input, cancellationToken);
        _ = EndWithPeerAsync(channels.PeerGone, process);
        await Task.WhenAll(
            channels.CopyAsync(ChannelSocket.Output, process.StandardOutput.BaseStream, cancellationToken),
            channels.CopyAsync(ChannelSocket.Error, process.StandardError.BaseStream, cancellationToken));
        await process.WaitForExitAsync(cancellationToken);
    }

    private static async Task TalkAsync(PseudoTerminal terminal, System.Diagnostics.Process process, ChannelSocket channels, bool hasInput, CancellationToken cancellationToken)
    {
        channels.Resized = terminal.Resize;
        channels.Receive(hasInput ? terminal.Stream : null, cancellationToken, keepOpen: true);
        _ = EndWithPeerAsync(channels.PeerGone, process);
        var shown = ShowAsync(terminal, channels, cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        terminal.Close();
        await Task.WhenAny(shown, Task.Delay(s_farewell, cancellationToken));
    }

    private static async Task ShowAsync(PseudoTerminal terminal, ChannelSocket channels, CancellationToken cancellationToken)
    {
        try
        {
            await channels.CopyAsync(ChannelSocket.Output, terminal.Stream, cancellationToken);
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException or UnauthorizedAccessException)
        {
            // A terminal ends with an error where a file just ends.
        }
    }

    private static async Task<JsonObject> AttachAsync(HttpContext context, Node node, ContainerRun run, ChannelSocket channels, CancellationToken cancellationToken)
    {
        var input = Asks(context, "input") && run.Command.Stdin ? run.Input : null;
        await using var output = new ChannelStream(channels, ChannelSocket.Output);
        var log = new LogReader(run.Log.Path, new() { Follow = true, TailLines = 0 });
        var copying = log.CopyToAsync(output, run.Log, cancellationToken);
        // What the process answers to the input belongs to the caller.
        await Task.WhenAny(log.Settled, copying);
        channels.Receive(input, cancellationToken, keepOpen: !run.Command.StdinOnce);
        await Task.WhenAny(copying, channels.PeerGone);
        return new() { ["metadata"] = new JsonObject(), ["status"] = "Success" };
    }

    // Nobody reads the output any more: the command ends with its caller.
    private static async Task EndWithPeerAsync(Task gone, System.Diagnostics.Process process)
    {
        await gone;
        try
        {
            foreach (var member in ProcessTable.Tree(process.Id))
                ProcessTable.Send(member, ProcessTable.Kill);
        }
        catch (InvalidOperationException)
        {
            // The process ended first.
        }
    }

    private static JsonObject Failed(string reason, string message, int? exitCode)
    {
        var status = new JsonObject { ["metadata"] = new JsonObject(), ["status"] = "Failure", ["message"] = message, ["reason"] = reason };
        if (exitCode is { } code)
            status["details"] = new JsonObject { ["causes"] = new JsonArray(new JsonObject { ["reason"] = "ExitCode", ["message"] = code.ToString(CultureInfo.InvariantCulture) }) };
        else
            status["code"] = 500;
        return status;
    }

    private static bool Asks(HttpContext context, string stream) => context.Request.Query[stream] is [("1" or "true"), ..];

    private static string Value(HttpContext context, string name) => context.Request.RouteValues[name] as string ?? "";

    /// <summary>Writes to one channel.</summary>
    private sealed class ChannelStream(ChannelSocket channels, byte channel) : MemoryStream
    {
        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            await channels.SendAsync(channel, buffer, cancellationToken);
    }
}
