using System.Globalization;
using System.Text.Json.Nodes;

namespace Hearth.ClusterTests.Controllers.RandomPlays;

/// <summary>Random services, budgets, quotas, owners, volumes and taints.</summary>
internal static class ClusterPlays
{
    private const string Core = "/api/v1/namespaces/{ns}/";
    private static readonly string[] s_few = ["a", "b", "c"];

    public static async Task ServiceAsync(RandomPlay play)
    {
        var services = s_few.Take(play.OneOf(1, 2)).ToList();
        foreach (var service in services)
            await play.TellAsync("POST", Core + "services", new JsonObject { ["metadata"] = new JsonObject { ["name"] = service, ["labels"] = new JsonObject { ["tier"] = "t" } }, ["spec"] = Service(play) });
        await PodsAsync(play, 3);
        for (var step = 0; step < 9; step++)
        {
            await play.SettleAsync();
            await WorkloadPlays.PlayPodsAsync(play);
            if (play.Chance(0.3) && play.Pods(p => true) is { Count: > 0 } pods)
                await play.TellAsync("PATCH", play.OneOf(pods.ToArray()), body: $$$$$$"""{"metadata":{"labels":{"app":"{{{{{{play.OneOf("x", "y")}}}}}}"}}}""");
            if (play.Chance(0.4))
                await play.TellAsync("PATCH", Core + "services/" + play.OneOf(services.ToArray()), Change(play));
        }

        await play.TellAsync("DELETE", Core + "services/" + services[0]);
        await play.SettleAsync();

        static JsonObject Service(RandomPlay play)
        {
            var spec = new JsonObject { ["selector"] = new JsonObject { ["app"] = play.OneOf("x", "y") }, ["ports"] = Ports(play), ["publishNotReadyAddresses"] = play.Chance(0.3) };
            if (play.Chance(0.4))
                spec["clusterIP"] = "None";
            return spec;
        }

        static JsonArray Ports(RandomPlay play) => JsonNode.Parse(play.OneOf(
            """[{"port":80,"targetPort":8080}]""",
            """[{"name":"http","port":80,"targetPort":"web"}]""",
            """[{"name":"http","port":80,"targetPort":"web"},{"name":"other","port":81,"targetPort":9000,"protocol":"UDP"}]""",
            """[{"name":"http","port":80,"appProtocol":"http"}]"""))!.AsArray();

        static JsonObject Change(RandomPlay play) => play.Random.Next(4) switch
        {
            0 => new() { ["spec"] = new JsonObject { ["selector"] = new JsonObject { ["app"] = play.OneOf("x", "y") } } },
            1 => new() { ["spec"] = new JsonObject { ["ports"] = Ports(play) } },
            2 => new() { ["spec"] = new JsonObject { ["publishNotReadyAddresses"] = play.Chance(0.5) } },
            _ => new() { ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["tier"] = play.OneOf("t", "u", null) } } },
        };
    }

    public static async Task BudgetAsync(RandomPlay play)
    {
        await play.TellAsync("POST", "/apis/apps/v1/namespaces/{ns}/replicasets", JsonNode.Parse("""{"metadata":{"name":"x"},"spec":{"replicas":3,"selector":{"matchLabels":{"app":"x"}},"template":{"metadata":{"labels":{"app":"x"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}"""));
        await play.SettleAsync();
        await play.TellAsync("POST", "/apis/policy/v1/namespaces/{ns}/poddisruptionbudgets", new JsonObject { ["metadata"] = new JsonObject { ["name"] = "x" }, ["spec"] = Spec(play) });
        for (var step = 0; step < 8; step++)
        {
            await play.SettleAsync();
            foreach (var pod in play.Pods(_ => true).Take(play.OneOf(1, 2)))
            {
                if (pod.IsDeleting)
                    await play.VanishAsync(pod);
                else if (!pod.IsReady)
                    await play.RunAsync(pod, play.Chance(0.9));
                else if (play.Chance(0.7))
                    await play.TellAsync("POST", pod, "/eviction", """{"apiVersion":"policy/v1","kind":"Eviction","metadata":{"name":"{pod}"}}""");
                else
                    await play.RunAsync(pod, ready: false);
                await play.SettleAsync();
            }

            if (play.Chance(0.3))
                await play.TellAsync("PATCH", "/apis/policy/v1/namespaces/{ns}/poddisruptionbudgets/x", new JsonObject { ["spec"] = Spec(play) });
            if (play.Chance(0.15))
                await play.TellAsync("PATCH", "/apis/apps/v1/namespaces/{ns}/replicasets/x", JsonNode.Parse($$$$$$"""{"spec":{"replicas":{{{{{{play.Random.Next(5)}}}}}}}}"""));
        }

        static JsonObject Spec(RandomPlay play)
        {
            var least = play.Chance(0.5);
            var amount = play.OneOf<JsonNode>(0, 1, 2, "0%", "34%", "50%", "100%");
            return new()
            {
                ["minAvailable"] = least ? amount : null,
                ["maxUnavailable"] = least ? null : amount,
                ["selector"] = JsonNode.Parse(play.OneOf("""{"matchLabels":{"app":"x"}}""", """{"matchExpressions":[{"key":"app","operator":"In","values":["x","y"]}]}""", "{}")),
                ["unhealthyPodEvictionPolicy"] = play.OneOf<JsonNode?>(null, "AlwaysAllow", "IfHealthyBudget"),
            };
        }
    }

    public static async Task QuotaAsync(RandomPlay play)
    {
        foreach (var quota in s_few.Take(play.OneOf(1, 2)))
            await play.TellAsync("POST", Core + "resourcequotas", new JsonObject { ["metadata"] = new JsonObject { ["name"] = quota }, ["spec"] = Spec(play) });
        for (var step = 0; step < 14; step++)
        {
            if (step % 2 == 0)
                await play.SettleAsync();
            await ChangeAsync(string.Create(CultureInfo.InvariantCulture, $"o{step}"));
        }

        await play.SettleAsync();

        async Task ChangeAsync(string name)
        {
            var pods = play.Pods(p => p["metadata"]!["deletionTimestamp"] is null);
            switch (play.Random.Next(8))
            {
                case 0 or 1 or 2:
                    await play.TellAsync("POST", Core + "pods", Pod(play, name));
                    break;
                case 3:
                    await play.TellAsync("POST", Core + "services", JsonNode.Parse($$$$$$"""{"metadata":{"name":"{{{{{{name}}}}}}"},"spec":{"type":"{{{{{{play.OneOf("ClusterIP", "NodePort", "LoadBalancer")}}}}}}","ports":[{"port":80}]}}"""));
                    break;
                case 4:
                    await play.TellAsync("POST", Core + "persistentvolumeclaims", JsonNode.Parse($$$$$$"""{"metadata":{"name":"{{{{{{name}}}}}}"},"spec":{"storageClassName":"nobody","accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"{{{{{{play.OneOf("1Gi", "500Mi", "3Gi")}}}}}}"}}}}"""));
                    break;
                case 5:
                    await play.TellAsync("POST", Core + "configmaps", JsonNode.Parse($$$$$$"""{"metadata":{"name":"{{{{{{name}}}}}}"}}"""));
                    break;
                case 6 when pods.Count > 0:
                    await play.SettleAsync();
                    await play.EndAsync(play.OneOf(pods.ToArray()), 0);
                    await play.SettleAsync();
                    break;
                case 7 when pods.Count > 0:
                    await play.TellAsync("DELETE", play.OneOf(pods.ToArray()));
                    await play.SettleAsync();
                    break;
                default:
                    await play.TellAsync("PATCH", Core + "resourcequotas/a", new JsonObject { ["spec"] = new JsonObject { ["hard"] = new JsonObject { ["pods"] = play.OneOf<JsonNode?>(null, "1", "3") } } });
                    break;
            }
        }

        static JsonObject Pod(RandomPlay play, string name)
        {
            var resources = play.OneOf<JsonNode?>(
                null,
                JsonNode.Parse("""{"requests":{"cpu":"100m","memory":"64Mi"}}"""),
                JsonNode.Parse("""{"requests":{"cpu":"250m","memory":"1Gi"},"limits":{"cpu":"1","memory":"1Gi"}}"""),
                JsonNode.Parse("""{"limits":{"cpu":"500m","memory":"100M","ephemeral-storage":"1Gi"}}"""));
            var spec = new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["name"] = "c", ["image"] = "i", ["resources"] = resources }) };
            if (play.Chance(0.3))
                spec["activeDeadlineSeconds"] = 1000;
            if (play.Chance(0.3))
                spec["initContainers"] = JsonNode.Parse("""[{"name":"first","image":"i","resources":{"requests":{"cpu":"700m","memory":"10Mi"},"limits":{"cpu":"700m","memory":"10Mi"}}}]""");
            return new() { ["metadata"] = new JsonObject { ["name"] = name }, ["spec"] = spec };
        }

        static JsonObject Spec(RandomPlay play)
        {
            var spec = new JsonObject();
            string[] names = ["pods", "requests.cpu", "limits.cpu", "requests.memory", "limits.memory"];
            if (play.Chance(0.4))
                spec["scopes"] = new JsonArray(play.OneOf<string>("Terminating", "NotTerminating", "BestEffort", "NotBestEffort"));
            else
                names = [.. names, "services", "services.nodeports", "services.loadbalancers", "persistentvolumeclaims", "requests.storage", "count/configmaps", "configmaps", "nobody.storageclass.storage.k8s.io/requests.storage", "requests.ephemeral-storage", "count/pods"];
            if ((string?)spec["scopes"]?[0] == "BestEffort")
                names = ["pods"];
            var hard = new JsonObject();
            play.Random.Shuffle(names);
            foreach (var name in names.Take(play.OneOf(1, 2, 3)))
                hard[name] = name.Contains("memory", StringComparison.Ordinal) || name.Contains("storage", StringComparison.Ordinal) ? play.OneOf("1Gi", "2Gi", "5Gi") : name.Contains("cpu", StringComparison.Ordinal) ? play.OneOf("500m", "1", "2") : play.OneOf("1", "2", "4");
            spec["hard"] = hard;
            return spec;
        }
    }

    /// <summary>Owners that are there, are not, are others of their name, or are elsewhere.</summary>
    public static async Task GarbageAsync(RandomPlay play)
    {
        var all = new List<(string Plural, string Name)>();
        for (var i = 0; i < 10; i++)
        {
            var item = (Plural: play.OneOf("configmaps", "secrets", "serviceaccounts"), Name: string.Create(CultureInfo.InvariantCulture, $"o{i}"));
            var owners = new JsonArray();
            foreach (var (plural, name) in all.OrderBy(_ => play.Random.Next()).Take(play.OneOf(0, 1, 1, 2)))
                owners.Add(Owner(play, plural, name));
            // Who has only such owners goes soon, so it owns nobody here.
            var isLost = play.Chance(0.2);
            if (play.Chance(0.1))
                owners.Add(JsonNode.Parse("""{"apiVersion":"v1","kind":"Namespace","name":"{ns}","uid":"{uid:/api/v1/namespaces/{ns}}"}"""));
            if (isLost)
                owners = new JsonArray([Owner(play, play.OneOf("configmaps", "secrets"), "never"), .. play.Chance(0.5) ? owners.Select(o => o!.DeepClone()) : []]);
            var metadata = new JsonObject { ["name"] = item.Name, ["ownerReferences"] = owners };
            if (play.Chance(0.1))
                metadata["finalizers"] = new JsonArray("example.com/hold");
            await play.TellAsync("POST", Core + item.Plural, new JsonObject { ["metadata"] = metadata });
            if (!isLost)
                all.Add(item);
        }

        await play.SettleAsync(2);
        for (var step = 0; step < 5; step++)
        {
            var (plural, name) = play.OneOf(all.ToArray());
            if (play.Find(plural, name) is not { } found)
                continue;
            if (found["metadata"]!["finalizers"] is not null && play.Chance(0.7))
                await play.TellAsync("PATCH", $"{Core}{plural}/{name}", JsonNode.Parse("""{"metadata":{"finalizers":null}}"""));
            else if (play.Chance(0.15))
                await play.TellAsync("PATCH", $"{Core}{plural}/{name}", JsonNode.Parse("""{"metadata":{"ownerReferences":null}}"""));
            else
                await play.TellAsync("DELETE", $"{Core}{plural}/{name}{play.OneOf("", "?propagationPolicy=Foreground", "?propagationPolicy=Foreground", "?propagationPolicy=Background", "?propagationPolicy=Orphan")}");
            await play.SettleAsync(1);
        }

        static JsonObject Owner(RandomPlay play, string plural, string name)
        {
            var uid = name == "never" ? "22222222-2222-3333-4444-555555555555" : $"{{uid:{Core}{plural}/{name}}}";
            var owner = new JsonObject { ["apiVersion"] = "v1", ["kind"] = plural switch { "configmaps" => "ConfigMap", "secrets" => "Secret", _ => "ServiceAccount" }, ["name"] = name, ["uid"] = uid };
            if (play.Chance(0.5))
                owner["blockOwnerDeletion"] = play.Chance(0.8);
            return owner;
        }
    }

    public static async Task VolumeAsync(RandomPlay play)
    {
        await play.TellAsync("POST", "/apis/storage.k8s.io/v1/storageclasses", JsonNode.Parse("""{"metadata":{"name":"{ns}"},"provisioner":"kubernetes.io/no-provisioner"}"""));
        var count = play.OneOf(1, 2, 3);
        for (var i = 0; i < count; i++)
            await play.TellAsync("POST", "/api/v1/persistentvolumes", Volume(play, i));
        await play.SettleAsync();
        var claims = s_few.Take(play.OneOf(1, 2, 3)).ToList();
        foreach (var claim in claims)
        {
            await play.TellAsync("POST", Core + "persistentvolumeclaims", new JsonObject { ["metadata"] = new JsonObject { ["name"] = claim }, ["spec"] = Claim(play) });
            await play.SettleAsync();
        }

        for (var step = 0; step < 5; step++)
        {
            var (claim, volume) = (Core + "persistentvolumeclaims/" + play.OneOf(claims.ToArray()), $"/api/v1/persistentvolumes/{{ns}}-{play.Random.Next(count)}");
            switch (play.Random.Next(10))
            {
                case 7:
                    await play.TellAsync("DELETE", volume);
                    await play.SettleAsync();
                    await play.TellAsync("PATCH", volume, JsonNode.Parse("""{"metadata":{"finalizers":null}}"""));
                    break;
                case 8:
                    await play.TellAsync("PATCH", volume, new JsonObject { ["spec"] = new JsonObject { ["persistentVolumeReclaimPolicy"] = play.OneOf("Retain", "Delete") } });
                    break;
                case 9:
                    await play.TellAsync("PATCH", claim, JsonNode.Parse("""{"spec":{"resources":{"requests":{"storage":"4Gi"}}}}"""));
                    break;
                case 0 or 1:
                    await play.TellAsync("DELETE", claim);
                    break;
                case 2:
                    await play.TellAsync("DELETE", volume);
                    break;
                case 3 when claims.Count == 1:
                    await play.TellAsync("PATCH", volume, JsonNode.Parse("""{"spec":{"claimRef":null}}"""));
                    break;
                case 4:
                    await play.TellAsync("PATCH", volume, JsonNode.Parse("""{"metadata":{"labels":{"disk":"ssd"}}}"""));
                    break;
                case 5:
                    await play.TellAsync("POST", "/api/v1/persistentvolumes", Volume(play, count++));
                    break;
                default:
                    await play.TellAsync("POST", Core + "persistentvolumeclaims", new JsonObject { ["metadata"] = new JsonObject { ["name"] = claims[0] }, ["spec"] = Claim(play) });
                    break;
            }

            await play.SettleAsync();
        }

        static JsonObject Volume(RandomPlay play, int number)
        {
            var spec = new JsonObject
            {
                ["capacity"] = new JsonObject { ["storage"] = play.OneOf("1Gi", "2Gi", "5Gi") },
                ["accessModes"] = JsonNode.Parse(play.OneOf("""["ReadWriteOnce"]""", """["ReadWriteOnce","ReadOnlyMany"]""", """["ReadWriteMany"]""")),
                ["persistentVolumeReclaimPolicy"] = play.OneOf("Retain", "Delete"),
                ["storageClassName"] = play.Chance(0.8) ? "{ns}" : "",
                ["volumeMode"] = play.Chance(0.9) ? "Filesystem" : "Block",
                ["local"] = new JsonObject { ["path"] = "/tmp/none" },
                ["nodeAffinity"] = JsonNode.Parse("""{"required":{"nodeSelectorTerms":[{"matchExpressions":[{"key":"none","operator":"Exists"}]}]}}"""),
            };
            if (play.Chance(0.2))
                spec["claimRef"] = new JsonObject { ["namespace"] = "{ns}", ["name"] = play.OneOf("a", "b") };
            return new() { ["metadata"] = new JsonObject { ["name"] = string.Create(CultureInfo.InvariantCulture, $"{{ns}}-{number}"), ["labels"] = new JsonObject { ["story"] = "{ns}", ["disk"] = play.OneOf("ssd", "tape") } }, ["spec"] = spec };
        }

        static JsonObject Claim(RandomPlay play)
        {
            var spec = new JsonObject
            {
                ["storageClassName"] = play.Chance(0.85) ? "{ns}" : "",
                ["accessModes"] = JsonNode.Parse(play.OneOf("""["ReadWriteOnce"]""", """["ReadOnlyMany"]""", """["ReadWriteMany"]""")),
                ["resources"] = new JsonObject { ["requests"] = new JsonObject { ["storage"] = play.OneOf("500Mi", "1Gi", "2Gi", "3Gi") } },
            };
            if (play.Chance(0.2))
                spec["volumeName"] = string.Create(CultureInfo.InvariantCulture, $"{{ns}}-{play.Random.Next(3)}");
            // Volumes without a class are everybody's.
            if ((string?)spec["storageClassName"] == "")
                spec["selector"] = JsonNode.Parse("""{"matchLabels":{"story":"{ns}"}}""");
            else if (play.Chance(0.3))
                spec["selector"] = JsonNode.Parse(play.OneOf("""{"matchLabels":{"disk":"ssd"}}""", """{"matchExpressions":[{"key":"disk","operator":"NotIn","values":["ssd"]}]}"""));
            if (play.Chance(0.1))
                spec["volumeMode"] = "Block";
            return spec;
        }
    }

    /// <summary>Pods on a node whose taints come and go.</summary>
    public static async Task TaintAsync(RandomPlay play)
    {
        await play.TellAsync("POST", "/api/v1/nodes", JsonNode.Parse("""{"metadata":{"name":"{ns}-a","labels":{"story":"{ns}"}}}"""));
        await play.SettleAsync();
        foreach (var pod in s_few)
        {
            var tolerations = new JsonArray();
            foreach (var key in new[] { "k", "l" }.Where(_ => play.Chance(0.5)))
            {
                var toleration = new JsonObject { ["key"] = key, ["operator"] = play.Chance(0.5) ? "Exists" : "Equal", ["effect"] = "NoExecute" };
                if ((string?)toleration["operator"] == "Equal")
                    toleration["value"] = play.OneOf("1", "2");
                if (play.Chance(0.6))
                    toleration["tolerationSeconds"] = play.OneOf(0, 1, 3, 600);
                tolerations.Add((JsonNode)toleration);
            }

            await play.TellAsync("POST", Core + "pods", new JsonObject
            {
                ["metadata"] = new JsonObject { ["name"] = pod },
                ["spec"] = new JsonObject { ["nodeName"] = "{ns}-a", ["tolerations"] = tolerations, ["containers"] = JsonNode.Parse("""[{"name":"c","image":"i"}]""") },
            });
        }

        await play.SettleAsync();
        foreach (var pod in play.Pods(_ => true))
            await play.RunAsync(pod);
        for (var step = 0; step < 4; step++)
        {
            await play.SettleAsync(6);
            await play.TellAsync("PATCH", "/api/v1/nodes/{ns}-a", JsonNode.Parse(play.OneOf(
                """{"spec":{"taints":[{"key":"k","value":"1","effect":"NoExecute"}]}}""",
                """{"spec":{"taints":[{"key":"l","value":"1","effect":"NoExecute"},{"key":"k","value":"2","effect":"NoExecute"}]}}""",
                """{"spec":{"taints":[{"key":"k","value":"1","effect":"NoSchedule"}]}}""",
                """{"spec":{"taints":null}}""")));
        }

        await play.SettleAsync(6);
    }

    private static async Task PodsAsync(RandomPlay play, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var spec = new JsonObject { ["containers"] = JsonNode.Parse($$$$$$"""[{"name":"c","image":"i","ports":[{"name":"{{{{{{play.OneOf("web", "web", "none")}}}}}}","containerPort":{{{{{{play.OneOf(8080, 8080, 8081)}}}}}}}]}]""") };
            if (play.Chance(0.3))
                (spec["hostname"], spec["subdomain"]) = (string.Create(CultureInfo.InvariantCulture, $"h{i}"), play.OneOf("a", "b"));
            await play.TellAsync("POST", Core + "pods", new JsonObject { ["metadata"] = new JsonObject { ["name"] = string.Create(CultureInfo.InvariantCulture, $"p{i}"), ["labels"] = new JsonObject { ["app"] = play.OneOf("x", "x", "y") } }, ["spec"] = spec });
        }
    }
}
