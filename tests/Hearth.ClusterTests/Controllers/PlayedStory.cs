using System.Globalization;
using System.Text.Json.Nodes;
using Hearth.ClusterTests.ApiServers.Differential;

namespace Hearth.ClusterTests.Controllers;

/// <summary>
/// A story of <c>stories/*.play</c>, played on two clusters step by step. A step is a request (<c>METHOD path</c> and a body), a part of the
/// kubelet (<c>RUN</c>, <c>UNREADY</c>, <c>SUCCEED</c>, <c>FAIL</c>, <c>VANISH</c> a pod), a wait (<c>GONE path</c>, <c>HAS path text</c>, <c>WAIT seconds</c>, <c>MINUTE begins</c>), or <c>SETTLE what</c>:
/// now both namespaces must come to look alike and stay so. <c>{name:web-(h1)-#1}</c> is a generated name, <c>{ns}</c> the namespace, <c>{now}</c> the time.
/// </summary>
internal sealed class PlayedStory(string path, int number, PlayedCluster real, PlayedCluster ours)
{
    private static readonly TimeSpan s_calm = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(Environment.GetEnvironmentVariable("HEARTH_PLAY_PATIENCE") is { } seconds ? int.Parse(seconds, CultureInfo.InvariantCulture) : 150);
    private static readonly TimeSpan s_shortPatience = TimeSpan.FromSeconds(5);
    private readonly Dictionary<string, string> _addresses = new(StringComparer.Ordinal);

    public string Path => path;

    public int Equal { get; private set; }

    public int Total { get; private set; }

    public List<string> Differences { get; } = [];

    public async Task PlayAsync()
    {
        await Task.WhenAll(real.PrepareAsync(), ours.PrepareAsync());
        foreach (var step in StoryRequest.Read(path))
        {
            try
            {
                await PlayAsync(step);
            }
            catch (Exception error) when (error is TimeoutException or InvalidOperationException)
            {
                Total++;
                Differences.Add($"{step}: {error.Message}");
                await SettleAsync(step with { Path = "after the story could not go on" }, TimeSpan.Zero);
                return;
            }
        }
    }

    private async Task PlayAsync(StoryRequest step)
    {
        var words = step.Path.Split(' ');
        switch (step.Method)
        {
            case "SETTLE":
                // What differs once mostly goes on to differ.
                await SettleAsync(step, Differences.Count == 0 ? s_patience : s_shortPatience);
                break;
            case "RUN":
            case "UNREADY":
                await Task.WhenAll(real.RunAsync(words[0], Address(words[0]), step.Method == "RUN"), ours.RunAsync(words[0], Address(words[0]), step.Method == "RUN"));
                break;
            case "SUCCEED":
            case "FAIL":
                var code = step.Method == "SUCCEED" ? 0 : words.Length > 1 ? int.Parse(words[1], CultureInfo.InvariantCulture) : 1;
                await Task.WhenAll(real.EndAsync(words[0], code, Address(words[0])), ours.EndAsync(words[0], code, Address(words[0])));
                break;
            case "VANISH":
                await Task.WhenAll(real.VanishAsync(words[0]), ours.VanishAsync(words[0]));
                break;
            case "GONE":
                await Task.WhenAll(real.UntilGoneAsync(step.Path), ours.UntilGoneAsync(step.Path));
                break;
            case "HAS":
                await Task.WhenAll(real.UntilHasAsync(words[0], words[1]), ours.UntilHasAsync(words[0], words[1]));
                break;
            case "MINUTE":
                while (TimeProvider.System.GetUtcNow().Second is not (>= 1 and <= 40))
                    await Task.Delay(500);
                break;
            case "WAIT":
                await Task.Delay(TimeSpan.FromSeconds(int.Parse(words[0], CultureInfo.InvariantCulture)));
                break;
            default:
                var answers = await Task.WhenAll(real.TellAsync(step.Method, step.Path, step.Body), ours.TellAsync(step.Method, step.Path, step.Body));
                Total++;
                if (answers[0].Status == answers[1].Status)
                    Equal++;
                else
                    Differences.Add($"{step}\n    real {answers[0].Status} {answers[0].Body?.ToJsonString()}\n    ours {answers[1].Status} {answers[1].Body?.ToJsonString()}");
                break;
        }
    }

    /// <summary>
    /// Equal once is not enough: a controller may not have looked yet. Where the machine is slow, and so looks are, controllers get more time.
    /// </summary>
    private async Task SettleAsync(StoryRequest step, TimeSpan patience)
    {
        var time = TimeProvider.System;
        var start = time.GetTimestamp();
        var (calmSince, before) = (start, "");
        while (true)
        {
            var began = time.GetTimestamp();
            var looks = await Task.WhenAll(real.LookAsync(), ours.LookAsync());
            var calm = s_calm + (4 * time.GetElapsedTime(began));
            var text = looks[0].ToJsonString() + looks[1].ToJsonString();
            if (text != before)
                (calmSince, before) = (time.GetTimestamp(), text);
            var equal = JsonNode.DeepEquals(looks[0], looks[1]);
            if (equal && time.GetElapsedTime(calmSince) > calm || time.GetElapsedTime(start) > patience)
            {
                Count(step, looks[0], looks[1]);
                return;
            }

            await Task.Delay(200);
        }
    }

    private void Count(StoryRequest step, JsonObject expected, JsonObject actual)
    {
        foreach (var kind in expected.Select(pair => pair.Key))
        {
            var (a, b) = (expected[kind]!.AsObject(), actual[kind]!.AsObject());
            var differences = JsonDifference.Between(a, b, kind).ToList();
            var size = Math.Max(1, a.Count);
            Total += size;
            Equal += differences.Count == 0 ? size : 0;
            if (differences.Count > 0)
                Differences.Add($"{step.File}:{step.Line} {step.Path}\n    {string.Join("\n    ", differences.Take(40))}");
        }
    }

    private string Address(string pod)
    {
        if (!_addresses.TryGetValue(pod, out var address))
            _addresses[pod] = address = string.Create(CultureInfo.InvariantCulture, $"10.244.{number}.{_addresses.Count + 1}");
        return address;
    }
}
