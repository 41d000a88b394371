using System.Globalization;
using System.Text.Json.Nodes;

namespace Hearth.ClusterTests.Controllers.RandomPlays;

/// <summary>Random workloads, and what happens to them and to their pods.</summary>
internal static class WorkloadPlays
{
    private const string Apps = "/apis/apps/v1/namespaces/{ns}/";

    public static async Task DeploymentAsync(RandomPlay play)
    {
        var seconds = play.OneOf(0, 0, 1);
        var spec = new JsonObject
        {
            ["replicas"] = play.OneOf(1, 2, 3),
            ["minReadySeconds"] = seconds,
            ["revisionHistoryLimit"] = play.OneOf(0, 1, 10),
            ["paused"] = play.Chance(0.1),
            ["strategy"] = play.Chance(0.3) ? new JsonObject { ["type"] = "Recreate" } : new JsonObject
            {
                ["rollingUpdate"] = new JsonObject { ["maxSurge"] = Share(play), ["maxUnavailable"] = play.OneOf<JsonNode>(1, 2, "25%", "50%") },
            },
        };
        // Real ones that recreate wait for ended pods too, until something else happens.
        var mayEnd = spec["strategy"]!["type"] is null;
        await play.TellAsync("POST", Apps + "deployments", Workload("Deployment", spec, Template(1)));
        for (var step = 0; step < 8; step++)
        {
            await play.SettleAsync(seconds * 2);
            await PlayPodsAsync(play, mayEnd);
            if (play.Chance(0.6))
                await PatchAsync(play, "deployments", Change(play));
        }

        await EndAsync(play, "deployments", seconds * 2);

        static JsonObject Change(RandomPlay play) => play.Random.Next(8) switch
        {
            0 or 1 or 2 => new() { ["template"] = Template(play.OneOf(1, 2, 3)) },
            3 or 4 => new() { ["replicas"] = play.Random.Next(5) },
            5 => new() { ["paused"] = play.Chance(0.4) },
            6 => new() { ["revisionHistoryLimit"] = play.OneOf(0, 2) },
            _ => new() { ["strategy"] = new JsonObject { ["type"] = "RollingUpdate", ["rollingUpdate"] = new JsonObject { ["maxSurge"] = Share(play), ["maxUnavailable"] = 1 } } },
        };
    }

    public static async Task ReplicaSetAsync(RandomPlay play)
    {
        var seconds = play.OneOf(0, 0, 1);
        var spec = new JsonObject { ["replicas"] = play.OneOf(1, 2, 3), ["minReadySeconds"] = seconds };
        if (play.Chance(0.5))
            await play.TellAsync("POST", "/api/v1/namespaces/{ns}/pods", JsonNode.Parse("""{"metadata":{"name":"early","labels":{"app":"x"}},"spec":{"containers":[{"name":"c","image":"i"}]}}"""));
        await play.TellAsync("POST", Apps + "replicasets", Workload("ReplicaSet", spec, Template(1)));
        for (var step = 0; step < 8; step++)
        {
            await play.SettleAsync(seconds * 2);
            await PlayPodsAsync(play);
            if (play.Chance(0.3))
            {
                await PatchAsync(play, "replicasets", new() { ["replicas"] = play.Random.Next(5) });
                await play.SettleAsync(seconds * 2);
            }

            if (play.Chance(0.2) && play.Pods(_ => true) is { Count: > 0 } pods)
                await play.TellAsync("PATCH", play.OneOf(pods.ToArray()), body: play.OneOf("""{"metadata":{"labels":{"app":"y"}}}""", """{"metadata":{"labels":{"app":"x"}}}""", """{"metadata":{"labels":{"tier":"z"}}}"""));
            await play.SettleAsync(seconds * 2);
            if (play.Chance(0.1))
                await PatchAsync(play, "replicasets", new() { ["template"] = Template(2) });
        }

        await EndAsync(play, "replicasets", seconds * 2);
    }

    public static async Task StatefulSetAsync(RandomPlay play)
    {
        var seconds = play.OneOf(0, 0, 1);
        var spec = new JsonObject
        {
            ["replicas"] = play.OneOf(1, 2, 3),
            ["serviceName"] = "x",
            ["minReadySeconds"] = seconds,
            ["podManagementPolicy"] = play.OneOf("OrderedReady", "Parallel"),
            ["revisionHistoryLimit"] = play.OneOf(0, 1, 10),
            ["updateStrategy"] = Strategy(play),
        };
        if (play.Chance(0.3))
            spec["ordinals"] = new JsonObject { ["start"] = play.OneOf(0, 2) };
        if (play.Chance(0.4))
        {
            spec["volumeClaimTemplates"] = JsonNode.Parse("""[{"metadata":{"name":"data","labels":{"k":"v"}},"spec":{"storageClassName":"nobody","accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}}]""");
            spec["persistentVolumeClaimRetentionPolicy"] = new JsonObject { ["whenDeleted"] = play.OneOf("Retain", "Delete"), ["whenScaled"] = play.OneOf("Retain", "Delete") };
        }

        await play.TellAsync("POST", Apps + "statefulsets", Workload("StatefulSet", spec, Template(1)));
        for (var step = 0; step < 9; step++)
        {
            await play.SettleAsync(seconds * 2);
            await PlayPodsAsync(play);
            if (play.Chance(0.5))
                await PatchAsync(play, "statefulsets", Change(play));
        }

        await EndAsync(play, "statefulsets", seconds * 2);

        static JsonObject Strategy(RandomPlay play) => play.Chance(0.25) ? new() { ["type"] = "OnDelete" }
            : new() { ["type"] = "RollingUpdate", ["rollingUpdate"] = new JsonObject { ["partition"] = play.OneOf(0, 0, 1, 2) } };

        static JsonObject Change(RandomPlay play) => play.Random.Next(6) switch
        {
            0 or 1 => new() { ["template"] = Template(play.OneOf(1, 2, 3)) },
            2 or 3 => new() { ["replicas"] = play.Random.Next(4) },
            4 => new() { ["ordinals"] = new JsonObject { ["start"] = play.OneOf(0, 1) } },
            _ => new() { ["updateStrategy"] = new JsonObject { ["type"] = "RollingUpdate", ["rollingUpdate"] = new JsonObject { ["partition"] = play.OneOf(0, 1, 2) } } },
        };
    }

    public static async Task DaemonSetAsync(RandomPlay play)
    {
        foreach (var node in new[] { "a", "b", "c" }.Take(play.OneOf(2, 3)))
            await play.TellAsync("POST", "/api/v1/nodes", JsonNode.Parse($$$$$$"""{"metadata":{"name":"{ns}-{{{{{{node}}}}}}","labels":{"story":"{ns}","odd":"{{{{{{play.OneOf("yes", "no")}}}}}}"}}}"""));
        var isSurging = play.Chance(0.4);
        var template = Template(1);
        template["spec"]!["nodeSelector"] = new JsonObject { ["story"] = "{ns}" };
        if (play.Chance(0.4))
            template["spec"]!["tolerations"] = JsonNode.Parse("""[{"key":"own","operator":"Exists"}]""");
        var spec = new JsonObject { ["revisionHistoryLimit"] = play.OneOf(0, 1, 10), ["updateStrategy"] = Strategy(play) };
        await play.SettleAsync();
        await play.TellAsync("POST", Apps + "daemonsets", Workload("DaemonSet", spec, template));
        for (var step = 0; step < 8; step++)
        {
            await play.SettleAsync();
            await PlayPodsAsync(play);
            if (play.Chance(0.6))
                await ChangeAsync();
        }

        await EndAsync(play, "daemonsets", 0);

        // Which of several nodes comes first is chance: all come at once.
        JsonObject Strategy(RandomPlay play) => play.Chance(0.2) ? new() { ["type"] = "OnDelete", ["rollingUpdate"] = null } : new()
        {
            ["type"] = "RollingUpdate",
            ["rollingUpdate"] = isSurging ? new JsonObject { ["maxSurge"] = play.OneOf<JsonNode>(3, "100%"), ["maxUnavailable"] = 0 } : new JsonObject { ["maxUnavailable"] = play.OneOf<JsonNode>(3, "100%") },
        };

        async Task ChangeAsync()
        {
            var node = $"/api/v1/nodes/{{ns}}-{play.OneOf("a", "b")}";
            switch (play.Random.Next(6))
            {
                case 0 or 1 or 2:
                    await PatchAsync(play, "daemonsets", new() { ["template"] = JsonNode.Parse($$$$$$"""{"spec":{"containers":[{"name":"c","image":"i:{{{{{{play.OneOf(1, 2, 3)}}}}}}"}]}}""") });
                    break;
                case 3:
                    await PatchAsync(play, "daemonsets", new() { ["updateStrategy"] = Strategy(play) });
                    break;
                case 4:
                    await play.TellAsync("PATCH", node, JsonNode.Parse(play.OneOf("""{"spec":{"unschedulable":true}}""", """{"spec":{"unschedulable":null}}""")));
                    break;
                default:
                    var taint = play.OneOf("own", "gpu");
                    await play.TellAsync("PATCH", node, JsonNode.Parse($$$$$$"""{"spec":{"taints":[{"key":"{{{{{{taint}}}}}}","value":"1","effect":"NoExecute"}]}}"""));
                    break;
            }

            // Numbers follow with the next change of the set.
            await Task.Delay(1500);
            await play.TellAsync("PATCH", Apps + "daemonsets/x", new JsonObject { ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["seen"] = play.Random.Next(100000).ToString(CultureInfo.InvariantCulture) } } });
        }
    }

    /// <summary>One or two pods go on with their lives.</summary>
    public static async Task PlayPodsAsync(RandomPlay play, bool mayEnd = true)
    {
        for (var i = play.Random.Next(3); i >= 0; i--)
        {
            // Who has ended does not begin anew.
            if (play.Pods(p => (string?)p["status"]?["phase"] is "Pending" or "Running" || p["metadata"]!["deletionTimestamp"] is not null) is not { Count: > 0 } pods)
                return;
            var pod = play.OneOf(pods.ToArray());
            var dice = play.Random.NextDouble();
            if (pod.IsDeleting)
                await play.VanishAsync(pod);
            else if (pod.Phase == "Pending")
                await play.RunAsync(pod, dice < 0.85);
            else if (pod.Phase == "Running" && !pod.IsReady && dice < 0.6)
                await play.RunAsync(pod);
            else if (dice < 0.15)
                await play.RunAsync(pod, ready: false);
            else if (dice < 0.25 && mayEnd)
                await play.EndAsync(pod, play.OneOf(0, 1));
            else if (dice < 0.35)
                await play.TellAsync("DELETE", pod);
            else if (dice < 0.42)
                await play.TellAsync("POST", pod, "/eviction", """{"apiVersion":"policy/v1","kind":"Eviction","metadata":{"name":"{pod}"}}""");
            else
                continue;
            await play.SettleAsync();
        }
    }

    private static async Task EndAsync(RandomPlay play, string plural, double seconds)
    {
        await play.SettleAsync(seconds);
        // In the foreground a revision may be made anew while others go: until the last of them is gone.
        await play.TellAsync("DELETE", $"{Apps}{plural}/x?propagationPolicy={(plural is "deployments" or "replicasets" ? play.OneOf("Foreground", "Background", "Orphan") : play.OneOf("Background", "Orphan"))}");
        await play.SettleAsync();
    }

    private static Task PatchAsync(RandomPlay play, string plural, JsonObject spec) => play.TellAsync("PATCH", $"{Apps}{plural}/x", new JsonObject { ["spec"] = spec });

    private static JsonNode Share(RandomPlay play) => play.OneOf<JsonNode>(0, 1, 2, "25%", "50%", "100%");

    private static JsonObject Template(int image) =>
        JsonNode.Parse($$$$$$"""{"metadata":{"labels":{"app":"x"}},"spec":{"containers":[{"name":"c","image":"i:{{{{{{image}}}}}}","ports":[{"containerPort":80}]}]}}""")!.AsObject();

    private static JsonObject Workload(string kind, JsonObject spec, JsonObject template)
    {
        spec["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["app"] = "x" } };
        spec["template"] = template;
        return new() { ["apiVersion"] = "apps/v1", ["kind"] = kind, ["metadata"] = new JsonObject { ["name"] = "x", ["annotations"] = new JsonObject { ["note"] = "kept" } }, ["spec"] = spec };
    }
}
