using System.Globalization;
using System.Text.Json.Nodes;
using Hearth.ClusterTests.ApiServers.Differential;

namespace Hearth.ClusterTests.Controllers.RandomPlays;

/// <summary>
/// One play of two clusters that nobody wrote down: each step is drawn by a seed from what both clusters look like after the step before. Pods that
/// are alike have no names here: which of them a controller takes is nobody's promise.
/// </summary>
internal sealed class RandomPlay(string name, int seed, PlayedCluster real, PlayedCluster ours)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(90);
    private readonly List<string> _steps = [];
    private (JsonObject Real, JsonObject Ours) _looks = ([], []);
    private JsonObject _seen = [];
    private int _addresses;

    public Random Random { get; } = new(seed);

    public int Moments { get; private set; }

    /// <summary>Null: both clusters were alike at each moment.</summary>
    public string? Difference { get; private set; }

    public async Task PlayAsync(Func<RandomPlay, Task> course)
    {
        try
        {
            await Task.WhenAll(real.PrepareAsync(), ours.PrepareAsync());
            await course(this);
        }
        catch (Exception error) when (error is TimeoutException or InvalidOperationException)
        {
            Difference = $"{name} (seed {seed.ToString(CultureInfo.InvariantCulture)})\n    {string.Join("\n    ", _steps)}\n  {error.Message}";
        }
    }

    public async Task TellAsync(string method, string path, JsonNode? body = null, string? contentType = null)
    {
        _steps.Add($"{method} {path} {body?.ToJsonString()}");
        var answers = await Task.WhenAll(real.TellAsync(method, path, body?.ToJsonString(), contentType), ours.TellAsync(method, path, body?.ToJsonString(), contentType));
        if (answers[0].Status != answers[1].Status)
            throw new InvalidOperationException($"real {answers[0].Status} {answers[0].Body?.ToJsonString()}\n  ours {answers[1].Status} {answers[1].Body?.ToJsonString()}");
    }

    /// <summary>Until both are alike and stay so.</summary>
    /// <param name="seconds">That some clock of the play takes: nothing is compared before.</param>
    public async Task SettleAsync(double seconds = 0)
    {
        if (seconds > 0)
        {
            _steps.Add($"WAIT {seconds.ToString(CultureInfo.InvariantCulture)}");
            await Task.Delay(TimeSpan.FromSeconds(seconds));
        }

        var time = TimeProvider.System;
        var start = time.GetTimestamp();
        var (calmSince, before) = (start, "");
        while (true)
        {
            var began = time.GetTimestamp();
            var looks = await Task.WhenAll(real.LookAsync(), ours.LookAsync());
            var calm = TimeSpan.FromSeconds(1.5) + (4 * time.GetElapsedTime(began));
            var (a, b) = (Anonymous.Of(looks[0]), Anonymous.Of(looks[1]));
            var text = a.ToJsonString() + b.ToJsonString();
            if (text != before)
                (calmSince, before) = (time.GetTimestamp(), text);
            (_looks, _seen) = ((looks[0], looks[1]), a);
            var equal = JsonNode.DeepEquals(a, b);
            if (equal && time.GetElapsedTime(calmSince) > calm)
                break;
            if (time.GetElapsedTime(start) > s_patience)
                throw new InvalidOperationException(string.Join("\n  ", a.SelectMany(kind => JsonDifference.Between(kind.Value!, b[kind.Key]!, kind.Key)).Take(30)));
            await Task.Delay(200);
        }

        Moments++;
    }

    /// <summary>Pods that fit, one as good as the other in both clusters.</summary>
    public List<PlayedPod> Pods(Func<JsonObject, bool> fits)
    {
        var (a, b) = (Ordered(_looks.Real), Ordered(_looks.Ours));
        return [.. a.Zip(b).Where(pair => fits(pair.First.Pod)).Select(pair => new PlayedPod(pair.First.Name, pair.Second.Name, pair.First.Pod))];
    }

    public JsonObject? Find(string kind, string item) => _seen[kind]?[item] as JsonObject;

    public Task RunAsync(PlayedPod pod, bool ready = true) => ActAsync(ready ? "RUN" : "UNREADY", pod, (cluster, name, address) => cluster.RunAsync(name, address, ready));

    public Task EndAsync(PlayedPod pod, int code) => ActAsync($"END {code.ToString(CultureInfo.InvariantCulture)}", pod, (cluster, name, address) => cluster.EndAsync(name, code, address));

    public Task VanishAsync(PlayedPod pod) => ActAsync("VANISH", pod, (cluster, name, _) => cluster.VanishAsync(name));

    public Task TellAsync(string method, PlayedPod pod, string subresource = "", string? body = null) => ActAsync(
        $"{method} {subresource} {body}",
        pod,
        (cluster, name, _) => cluster.TellAsync(method, $"/api/v1/namespaces/{{ns}}/pods/{{name:{name}}}{subresource}", body?.Replace("{pod}", $"{{name:{name}}}", StringComparison.Ordinal)));

    public T OneOf<T>(params T[] choices) => choices[Random.Next(choices.Length)];

    public bool Chance(double share) => Random.NextDouble() < share;

    private async Task ActAsync(string what, PlayedPod pod, Func<PlayedCluster, string, string, Task> act)
    {
        _steps.Add($"{what} {pod.Real} = {pod.Ours}");
        var address = (string?)pod.Look["status"]?["podIP"] ?? string.Create(CultureInfo.InvariantCulture, $"10.244.{seed % 250}.{++_addresses}");
        await Task.WhenAll(act(real, pod.Real, address), act(ours, pod.Ours, address));
    }

    private static IEnumerable<(string Name, JsonObject Pod)> Ordered(JsonObject look) =>
        look["pods"]!.AsObject().Select(pair => (Name: pair.Key, Pod: pair.Value!.AsObject())).OrderBy(pair => Anonymous.Text(pair.Name + pair.Pod.ToJsonString()), StringComparer.Ordinal).ThenBy(pair => pair.Name, StringComparer.Ordinal);
}

/// <summary>A pod under the names that the two clusters' books give it.</summary>
internal sealed record PlayedPod(string Real, string Ours, JsonObject Look)
{
    public string? Phase => (string?)Look["status"]?["phase"];

    public bool IsDeleting => Look["metadata"]!["deletionTimestamp"] is not null;

    public bool IsReady => (Look["status"]?["conditions"] as JsonArray)?.OfType<JsonObject>().Any(c => (string?)c["type"] == "Ready" && (string?)c["status"] == "True") == true;
}
