using System.Text.Json.Nodes;

namespace Hearth.ClusterTests.Controllers.RandomPlays;

/// <summary>Random Jobs.</summary>
internal static class JobPlays
{
    private const string Path = "/apis/batch/v1/namespaces/{ns}/jobs";
    private const double FirstBackoff = 11;

    public static async Task JobAsync(RandomPlay play)
    {
        var spec = Spec(play);
        var isIndexed = spec.ContainsKey("completionMode");
        await play.TellAsync("POST", Path, new JsonObject { ["metadata"] = new JsonObject { ["name"] = "x" }, ["spec"] = spec });
        await play.SettleAsync();
        var failures = 0;
        for (var step = 0; step < 10 && play.Find("jobs", "x") is not null; step++)
        {
            var before = failures;
            await StepAsync();
            await play.SettleAsync(failures > before && !IsOver(play) ? FirstBackoff * failures : spec.ContainsKey("ttlSecondsAfterFinished") ? 3 : 0);
            if (failures > before && !IsOver(play))
                await play.SettleAsync(FirstBackoff * failures);
        }

        if (play.Find("jobs", "x") is null)
            return;
        await play.TellAsync("DELETE", $"{Path}/x?propagationPolicy={play.OneOf("Foreground", "Background", "Orphan")}");
        await play.SettleAsync();

        async Task StepAsync()
        {
            if (play.Chance(0.15))
            {
                await play.TellAsync("PATCH", Path + "/x", new JsonObject { ["spec"] = Change(play, isIndexed) });
                return;
            }

            if (play.Pods(_ => true) is not { Count: > 0 } pods)
                return;
            var pod = play.OneOf(pods.ToArray());
            var dice = play.Random.NextDouble();
            if (pod.Phase is "Succeeded" or "Failed")
                return;
            if (pod.IsDeleting && dice < 0.5)
                await play.VanishAsync(pod);
            else if (pod.IsDeleting)
                await play.EndAsync(pod, play.OneOf(0, 1, 137));
            else if (pod.Phase == "Pending" && dice < 0.6)
                await play.RunAsync(pod, dice < 0.5);
            else if (dice < 0.85)
                await play.EndAsync(pod, 0);
            else if (failures < 2)
                await FailAsync(pod);
        }

        async Task FailAsync(PlayedPod pod)
        {
            failures++;
            switch (play.Random.Next(6))
            {
                case 0:
                    await play.TellAsync("DELETE", pod);
                    break;
                case 1:
                    await play.TellAsync("POST", pod, "/eviction", """{"apiVersion":"policy/v1","kind":"Eviction","metadata":{"name":"{pod}"}}""");
                    break;
                default:
                    await play.EndAsync(pod, play.OneOf(1, 3, 7, 42));
                    break;
            }
        }
    }

    /// <summary>Three minutes of a CronJob, by the clock.</summary>
    public static async Task CronJobAsync(RandomPlay play)
    {
        const string Crons = "/apis/batch/v1/namespaces/{ns}/cronjobs";
        var spec = new JsonObject
        {
            ["schedule"] = play.OneOf("* * * * *", "*/1 * * * *", "0-59 * * * *"),
            ["concurrencyPolicy"] = play.OneOf("Allow", "Forbid", "Replace"),
            ["successfulJobsHistoryLimit"] = play.OneOf(0, 1, 3),
            ["failedJobsHistoryLimit"] = play.OneOf(0, 1),
            ["timeZone"] = play.OneOf<string?>(null, "Etc/UTC", "Asia/Kolkata", "America/New_York"),
            ["startingDeadlineSeconds"] = play.OneOf<JsonNode?>(null, 20, 200),
            ["jobTemplate"] = JsonNode.Parse($$$$$$"""{"metadata":{"labels":{"l":"1"},"annotations":{"a":"b"}},"spec":{"backoffLimit":0,"template":{"spec":{"restartPolicy":"{{{{{{play.OneOf("Never", "OnFailure")}}}}}}","containers":[{"name":"c","image":"i"}]}}}}"""),
        };
        await UntilAsync(1, 25);
        await play.TellAsync("POST", Crons, new JsonObject { ["metadata"] = new JsonObject { ["name"] = "x" }, ["spec"] = spec });
        await play.SettleAsync();
        for (var minute = 0; minute < 3; minute++)
        {
            await UntilAsync(50, 59);
            await UntilAsync(4, 20);
            await play.SettleAsync();
            foreach (var pod in play.Pods(p => (string?)p["status"]?["phase"] is "Pending" or "Running").Take(play.OneOf(0, 1, 2)))
            {
                await play.EndAsync(pod, play.OneOf(0, 1));
                await play.SettleAsync();
            }

            if (play.Chance(0.2))
                await play.TellAsync("PATCH", Crons + "/x", new JsonObject { ["spec"] = new JsonObject { ["suspend"] = play.Chance(0.5) } });
        }

        await play.SettleAsync();
        await play.TellAsync("DELETE", $"{Crons}/x?propagationPolicy={play.OneOf("Foreground", "Background", "Orphan")}");
        await play.SettleAsync();

        static async Task UntilAsync(int first, int last)
        {
            while (TimeProvider.System.GetUtcNow().Second is var second && (second < first || second > last))
                await Task.Delay(200);
        }
    }

    private static bool IsOver(RandomPlay play) =>
        play.Find("jobs", "x")?["status"]?["conditions"] is JsonArray conditions && conditions.Any(c => (string?)c?["type"] is "Failed" or "Complete");

    private static JsonObject Change(RandomPlay play, bool isIndexed) => play.Random.Next(4) switch
    {
        0 or 1 => new() { ["suspend"] = play.Chance(0.5) },
        2 => new() { ["parallelism"] = play.Random.Next(4) },
        _ => isIndexed ? new() { ["parallelism"] = 2, ["completions"] = 2 } : new() { ["backoffLimit"] = play.OneOf(0, 3) },
    };

    private static JsonObject Spec(RandomPlay play)
    {
        var spec = new JsonObject { ["parallelism"] = play.OneOf(0, 1, 1, 2, 2, 3) };
        var isIndexed = play.Chance(0.5);
        if (isIndexed || play.Chance(0.8))
            spec["completions"] = play.OneOf(1, 2, 3, 4);
        if (isIndexed)
            spec["completionMode"] = "Indexed";
        var limitsIndexes = isIndexed && play.Chance(0.4);
        if (limitsIndexes)
        {
            spec["backoffLimitPerIndex"] = play.OneOf(0, 1);
            if (play.Chance(0.5))
                spec["maxFailedIndexes"] = play.OneOf(0, 1);
        }
        else if (play.Chance(0.7))
        {
            spec["backoffLimit"] = play.OneOf(0, 1, 2);
        }

        if (play.Chance(0.4))
            spec["podFailurePolicy"] = new JsonObject { ["rules"] = Rules(play, limitsIndexes) };
        if (isIndexed && play.Chance(0.35))
            spec["successPolicy"] = JsonNode.Parse(play.OneOf("""{"rules":[{"succeededCount":1}]}""", """{"rules":[{"succeededIndexes":"0"}]}"""));
        if (play.Chance(0.4))
            spec["podReplacementPolicy"] = spec.ContainsKey("podFailurePolicy") ? "Failed" : play.OneOf("Failed", "TerminatingOrFailed");
        if (play.Chance(0.15))
            spec["suspend"] = true;
        if (play.Chance(0.1))
            spec["ttlSecondsAfterFinished"] = play.OneOf(0, 1);
        if (play.Chance(0.05))
            spec["managedBy"] = "example.com/other";
        spec["template"] = JsonNode.Parse("""{"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"i"}]}}""");
        return spec;
    }

    private static JsonArray Rules(RandomPlay play, bool limitsIndexes)
    {
        var rules = new List<string>
        {
            """{"action":"FailJob","onExitCodes":{"operator":"In","values":[42]}}""",
            """{"action":"Ignore","onPodConditions":[{"type":"DisruptionTarget","status":"True"}]}""",
            """{"action":"Ignore","onExitCodes":{"containerName":"c","operator":"In","values":[3]}}""",
            """{"action":"Count","onExitCodes":{"operator":"NotIn","values":[42,7]}}""",
        };
        if (limitsIndexes)
            rules.Add("""{"action":"FailIndex","onExitCodes":{"operator":"In","values":[7]}}""");
        var drawn = rules.ToArray();
        play.Random.Shuffle(drawn);
        return new JsonArray([.. drawn.Take(play.OneOf(1, 2, 3)).Select(r => JsonNode.Parse(r))]);
    }
}
