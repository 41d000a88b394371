using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Hearth.LocalCluster.Nodes;

/// <summary>
/// The streams of exec and attach over SPDY/3.1, which API servers speak to kubelets, and kubectl before 1.31 to API servers
/// (<c>v4.channel.k8s.io</c>: one SPDY stream for each stream, and one for the final status).
/// </summary>
internal sealed class SpdyStreams : ICallerStreams
{
    public const string Upgrade = "SPDY/3.1";
    private const string Protocol = "v4.channel.k8s.io";
    private const string ProtocolHeader = "X-Stream-Protocol-Version";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private readonly ConcurrentDictionary<string, SpdyStream> _streams = new(StringComparer.OrdinalIgnoreCase);
    private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SpdyConnection _connection;
    private readonly IReadOnlyList<string> _wanted;

    private SpdyStreams(Stream transport, IReadOnlyList<string> wanted, CancellationToken cancellationToken)
    {
        _wanted = wanted;
        _connection = new(transport, OnOpened);
        PeerGone = RunAsync(cancellationToken);
    }

    public Action<ushort, ushort>? Resized { get; set; }

    public Task PeerGone { get; }

    public static bool IsAsked(HttpRequest request) => string.Equals(request.Headers.Upgrade.ToString(), Upgrade, StringComparison.OrdinalIgnoreCase);

    /// <summary>Switches the connection to SPDY.</summary>
    /// <returns>The connection; null where the caller speaks none of the versions, which it has been told.</returns>
    public static async Task<Stream?> AcceptAsync(HttpContext context, string protocol)
    {
        var offered = context.Request.Headers[ProtocolHeader].SelectMany(v => (v ?? "").Split(',', StringSplitOptions.TrimEntries)).ToList();
        var upgrade = context.Features.Get<IHttpUpgradeFeature>();
        if (upgrade?.IsUpgradableRequest != true || (offered.Count > 0 && !offered.Contains(protocol, StringComparer.Ordinal)))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            await context.Response.WriteAsync($"unable to negotiate protocol: client supports [{string.Join(' ', offered)}], server accepts [{protocol}]");
            return null;
        }

        var headers = context.Response.Headers;
        headers.Connection = "Upgrade";
        headers.Upgrade = Upgrade;
        headers[ProtocolHeader] = protocol;
        return await upgrade.UpgradeAsync();
    }

    /// <summary>Waits until the caller has opened all streams that it asked for.</summary>
    /// <exception cref="TimeoutException">It did not.</exception>
    public static async Task<SpdyStreams?> AcceptAsync(HttpContext context, StreamRequest request, CancellationToken cancellationToken)
    {
        if (await AcceptAsync(context, Protocol) is not { } transport)
            return null;
        var streams = new SpdyStreams(transport, [.. request.SpdyTypes, .. request.Tty ? ["resize"] : Array.Empty<string>()], cancellationToken);
        try
        {
            await Task.WhenAny(streams._complete.Task, streams.PeerGone).WaitAsync(s_patience, cancellationToken);
            return streams;
        }
        catch
        {
            streams.Dispose();
            throw;
        }
    }

    public Task SendAsync(byte channel, ReadOnlyMemory<byte> data, CancellationToken cancellationToken) =>
        Find(channel) is { } stream ? stream.SendAsync(data, cancellationToken) : Task.CompletedTask;

    public void Receive(Stream? input, CancellationToken cancellationToken, bool keepOpen = false)
    {
        _ = ReceiveAsync(input, keepOpen, cancellationToken);
        _ = ResizeAsync(cancellationToken);
    }

    public async Task EndAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        foreach (var stream in _streams.Values)
            await stream.EndAsync(cancellationToken);
        await Task.WhenAny(PeerGone, Task.Delay(patience, cancellationToken));
    }

    public void Dispose() => _connection.Dispose();

    private SpdyStream? Find(byte channel) => _streams.GetValueOrDefault(channel switch
    {
        ICallerStreams.Input => "stdin",
        ICallerStreams.Output => "stdout",
        ICallerStreams.Error => "stderr",
        ICallerStreams.Status => "error",
        _ => "resize",
    });

    private void OnOpened(SpdyStream stream)
    {
        _streams[stream.Headers.GetValueOrDefault("streamType") ?? ""] = stream;
        if (_wanted.All(_streams.ContainsKey))
            _complete.TrySetResult();
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _connection.RunAsync(cancellationToken);
        }
        catch (Exception error) when (error is IOException or WebSocketException or OperationCanceledException or InvalidDataException or ObjectDisposedException)
        {
            // Gone without a word, or no SPDY: the end either way.
        }
    }

    private async Task ReceiveAsync(Stream? input, bool keepOpen, CancellationToken cancellationToken)
    {
        try
        {
            if (Find(ICallerStreams.Input) is { } stream && input is not null)
            {
                await foreach (var part in stream.ReadAllAsync(cancellationToken))
                    await ProcessInput.WriteAsync(input, part, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The command ended first.
        }

        if (!keepOpen)
            await ProcessInput.CloseAsync(input);
    }

    private async Task ResizeAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (Find(ICallerStreams.Resize) is not { } stream)
                return;
            await foreach (var part in stream.ReadAllAsync(cancellationToken))
                WindowSize.Tell(part, Resized);
        }
        catch (OperationCanceledException)
        {
            // The command ended first.
        }
    }
}

/// <summary>The size of a window as clients send it: <c>{"Width":80,"Height":24}</c>.</summary>
internal static class WindowSize
{
    public static void Tell(ReadOnlySpan<byte> message, Action<ushort, ushort>? resized)
    {
        try
        {
            if (JsonNode.Parse(message) is JsonObject size && (ushort?)size["Width"] is { } columns && (ushort?)size["Height"] is { } rows)
                resized?.Invoke(columns, rows);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException or OverflowException)
        {
            // No size: the window stays as it is.
        }
    }
}

/// <summary>Writes to a process that may have closed its input or ended: what is typed then goes nowhere, as in a shell.</summary>
internal static class ProcessInput
{
    public static async Task WriteAsync(Stream input, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        try
        {
            await input.WriteAsync(data, cancellationToken);
            await input.FlushAsync(cancellationToken);
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
        }
    }

    public static async Task CloseAsync(Stream? input)
    {
        try
        {
            if (input is not null)
                await input.DisposeAsync();
        }
        catch (IOException)
        {
        }
    }
}
