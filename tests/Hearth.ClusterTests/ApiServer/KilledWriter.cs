using System.Net.Sockets;
using System.Text.Json.Nodes;
using Shouldly;

namespace Hearth.ClusterTests.ApiServers;

/// <summary>
/// Creates, updates and deletes ConfigMaps of its own, one request at a time, and remembers what was acknowledged. The request that the
/// kill cut off may have been kept or not.
/// </summary>
internal sealed class KilledWriter(int number, int size)
{
    private const int Names = 4;
    private readonly Random _random = new(number);
    private readonly Dictionary<string, KnownObject> _known = new(StringComparer.Ordinal);
    private readonly string _padding = new('x', size);
    private (string Name, string? Value)? _pending;
    private long _newest;
    private int _count;
    private int _acknowledged;

    public int Acknowledged => Volatile.Read(ref _acknowledged);
    public int InDoubt { get; private set; }
    public int Kept { get; private set; }

    public async Task WriteUntilKilledAsync(KilledServer server)
    {
        try
        {
            while (true)
                await WriteAsync(server);
        }
        // A connection that ends while it is made shows as its socket's own failure.
        catch (Exception error) when (error is HttpRequestException or IOException or SocketException)
        {
            InDoubt++;
        }
    }

    /// <summary>Takes this writer's objects out of <paramref name="found"/>, each as it must be.</summary>
    public void Settle(Dictionary<string, KnownObject> found, long now, int round)
    {
        now.ShouldBeGreaterThanOrEqualTo(_newest, $"the version went back by kill {round}");
        for (var i = 0; i < Names; i++)
        {
            var name = Name(i);
            found.Remove(name, out var there);
            var known = _known.GetValueOrDefault(name);
            var mayBePending = _pending is { } pending && pending.Name == name;
            if (mayBePending && there?.Value == _pending!.Value.Value && there?.Version != known?.Version)
                Keep(name, there, known);
            else
                there.ShouldBe(known, $"{name} after kill {round}");
        }

        _pending = null;
        _newest = Math.Max(_newest, now);
    }

    private void Keep(string name, KnownObject? there, KnownObject? known)
    {
        Kept++;
        (there?.Version ?? long.MaxValue).ShouldBeGreaterThan(known?.Version ?? 0, $"{name} has an old version");
        Remember(name, there);
    }

    private async Task WriteAsync(KilledServer server)
    {
        var name = Name(_random.Next(Names));
        var known = _known.GetValueOrDefault(name);
        var (method, value) = known is null ? (HttpMethod.Post, NextValue()) : _random.Next(3) == 0 ? (HttpMethod.Delete, null) : (HttpMethod.Put, NextValue());
        _pending = (name, value);
        var (status, body) = await server.SendAsync(method, method == HttpMethod.Post ? "" : name, value is null ? null : Body(name, value));
        ((int)status).ShouldBeInRange(200, 201, $"{method} {name}: {body}");
        var now = value is null ? null : KilledServer.Known(body!);
        now?.Version.ShouldBeGreaterThan(_newest, $"{name} got an old version");
        Remember(name, now);
        _pending = null;
        Interlocked.Increment(ref _acknowledged);
    }

    private void Remember(string name, KnownObject? now)
    {
        if (now is null)
        {
            _known.Remove(name);
            return;
        }

        _known[name] = now;
        _newest = Math.Max(_newest, now.Version);
    }

    private string Name(int i) => $"w{number}-{i}";

    private string NextValue() => $"{number}-{++_count}";

    private JsonObject Body(string name, string value) => new()
    {
        ["metadata"] = new JsonObject { ["name"] = name },
        ["data"] = new JsonObject { ["value"] = value, ["padding"] = _padding },
    };
}
