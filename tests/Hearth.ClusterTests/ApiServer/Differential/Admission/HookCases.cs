using System.Text.Json.Nodes;

namespace Hearth.ClusterTests.ApiServers.Differential.Admission;

/// <summary>Random webhooks before random writes. <c>{hook}</c> stands for the address of the server's own webhooks. The cases depend on the seed alone.</summary>
internal sealed class HookCases(int seed, string bundle, string wrongBundle)
{
    private const string Registration = "/apis/admissionregistration.k8s.io/v1";
    private const string Default = "/api/v1/namespaces/hooks";

    private static readonly string[] s_plain =
    [
        "allow", "deny", "deny-code", "deny-low-code", "deny-reason", "deny-status", "deny-bare", "deny-patched", "wrong-uid", "no-uid", "wrong-version", "wrong-group", "wrong-kind", "no-kind", "no-response", "warn", "deny-warn", "audit",
        "garbage", "empty", "list", "plain", "error", "teapot", "none", "created", "status", "label", "no-type", "type-alone",
    ];

    private static readonly string[] s_patches = ["label", "more", "unknown-field", "wrong-type", "invalid", "rename", "no-place", "no-key", "no-index", "no-from", "no-test", "no-operation", "no-patch", "object-patch", "empty-patch", "no-type", "other-type", "type-alone", "label", "more"];

    private static readonly string[] s_conditions =
    [
        "true", "false", "request.operation == 'CREATE'", "object.metadata.name == 'c'", "object.data.missing == 'x'", "has(object.metadata.labels)", "oldObject == null", "request.userInfo.username == 'admin'", "request.resource.resource == 'configmaps'",
        "request.namespace == 'hooks'", "'system:masters' in request.userInfo.groups", "request.dryRun", "size(object.metadata.name) > 0", "authorizer.group('').resource('configmaps').namespace('hooks').check('get').allowed()",
        "authorizer.requestResource.check('delete').allowed()", "request.options.kind == 'CreateOptions'", "!has(request.subResource)", "request.requestKind.kind == 'ConfigMap'", "1 / 0 == 1",
    ];

    private readonly Random _random = new(seed);

    private int _scales;

    public static IEnumerable<StoryRequest> Preparation() => AdmittedObjects.Preparation("hooks");

    public static IEnumerable<StoryRequest> Objects() => AdmittedObjects.Of("hooks");

    /// <summary>One course: two configurations at most, some requests, and the configurations gone again.</summary>
    public IEnumerable<StoryRequest> Course(int number)
    {
        var kinds = _random.Next(4) switch { 0 => (string[])["Mutating", "Validating"], 1 => ["Mutating"], 2 => ["Validating"], _ => ["Mutating", "Mutating"] };
        var paths = new List<string>();
        foreach (var (kind, i) in kinds.Select((kind, i) => (kind, i)))
        {
            var path = $"{Registration}/{kind.ToLowerInvariant()}webhookconfigurations";
            yield return Send("POST", path, Configuration(kind, (char)('z' - i) + number.ToString(System.Globalization.CultureInfo.InvariantCulture)));
            paths.Add($"{path}/{(char)('z' - i)}{number}");
        }

        for (var i = _random.Next(1, 5); i > 0; i--)
            yield return Write() with { Tries = 30, Line = number };
        foreach (var path in paths)
            yield return Send("DELETE", path, null);
    }

    private JsonObject Configuration(string kind, string name)
    {
        var hooks = Enumerable.Range(0, _random.Next(1, 4)).Select(i => (JsonNode)Hook(kind == "Mutating", $"h{9 - i}.example.com"));
        return new JsonObject { ["apiVersion"] = "admissionregistration.k8s.io/v1", ["kind"] = kind + "WebhookConfiguration", ["metadata"] = new JsonObject { ["name"] = name }, ["webhooks"] = new JsonArray([.. hooks]) };
    }

    private JsonObject Hook(bool isMutating, string name)
    {
        var path = isMutating && Chance(70) ? Pick(s_patches) : Chance(50) ? "allow" : Chance(2) ? "slow" : Pick(s_plain);
        var url = Chance(2) ? "https://127.0.0.1:1/refused" : (isMutating ? "{hook}/mutating/" : "{hook}/validating/") + path;
        var hook = new JsonObject
        {
            ["name"] = name,
            ["admissionReviewVersions"] = Chance(80) ? new JsonArray("v1") : Chance(50) ? new JsonArray("v1", "v1beta1") : new JsonArray("v1beta1", "v1"),
            ["sideEffects"] = Chance(80) ? "None" : "NoneOnDryRun",
            ["clientConfig"] = new JsonObject { ["url"] = url + (Chance(10) ? "/" : ""), ["caBundle"] = Chance(3) ? wrongBundle : bundle },
            ["rules"] = new JsonArray([.. Enumerable.Range(0, _random.Next(1, 3)).Select(_ => (JsonNode)Rule())]),
        };
        if (path == "slow")
            hook["timeoutSeconds"] = 1;
        else if (Chance(30))
            hook["timeoutSeconds"] = _random.Next(5, 31);
        if (Chance(35))
            hook["failurePolicy"] = Pick(["Fail", "Ignore", "Ignore"]);
        if (Chance(20))
            hook["matchPolicy"] = Pick(["Exact", "Equivalent"]);
        if (Chance(15))
            hook["namespaceSelector"] = Pick<Func<JsonObject>>([() => Labels("env", "test"), () => Labels("env", "live"), () => Labels("kubernetes.io/metadata.name", "hooks")])();
        if (Chance(15))
            hook["objectSelector"] = Pick<Func<JsonObject>>([() => Labels("env", "test"), () => Labels("touched", "yes"), () => new() { ["matchExpressions"] = new JsonArray(new JsonObject { ["key"] = "env", ["operator"] = "DoesNotExist" }) }])();
        if (Chance(25))
            hook["matchConditions"] = new JsonArray([.. Enumerable.Range(0, _random.Next(1, 3)).Select(i => (JsonNode)new JsonObject { ["name"] = "c" + i, ["expression"] = Pick(s_conditions) })]);
        if (isMutating && Chance(40))
            hook["reinvocationPolicy"] = Pick(["IfNeeded", "IfNeeded", "Never"]);
        return hook;
    }

    private JsonObject Rule()
    {
        if (Chance(40))
            return new JsonObject { ["apiGroups"] = new JsonArray("*"), ["apiVersions"] = new JsonArray("*"), ["operations"] = new JsonArray("*"), ["resources"] = new JsonArray("*/*") };
        var rule = new JsonObject
        {
            ["apiGroups"] = Several([["", "apps", "autoscaling"], [""], ["apps"], ["*"], ["autoscaling", ""]]),
            ["apiVersions"] = Several([["v1"], ["*"], ["v2"], ["v1", "v2"]]),
            ["operations"] = Several([["CREATE"], ["UPDATE"], ["DELETE"], ["CREATE", "UPDATE"], ["*"], ["CONNECT", "CREATE"]]),
            ["resources"] = Several([["configmaps"], ["pods"], ["*"], ["*/*"], ["deployments/*"], ["*/scale"], ["deployments/scale", "configmaps"], ["pods/eviction", "pods/binding"], ["namespaces", "configmaps"], ["horizontalpodautoscalers"], ["pods/*"], ["serviceaccounts/token"]]),
        };
        if (Chance(25))
            rule["scope"] = Pick(["*", "Namespaced", "Cluster"]);
        return rule;
    }

    private StoryRequest Write() => _random.Next(19) switch
    {
        0 or 1 or 2 => Send("POST", Default + "/configmaps?dryRun=All" + Options(), Map("new", Chance(40) ? new JsonObject { ["env"] = "test" } : null)),
        3 => Send("POST", Default + "/configmaps?dryRun=All", new JsonObject { ["metadata"] = new JsonObject { ["generateName"] = "gen-" } }),
        4 => Send("PUT", Default + "/configmaps/c?dryRun=All" + Options(), Map("c", new JsonObject { ["env"] = "live" })),
        5 => Send("PATCH", Default + "/configmaps/c?dryRun=All" + Options(), new JsonObject { ["data"] = new JsonObject { ["k"] = "v" } }, "application/merge-patch+json"),
        6 => Send("PATCH", Default + "/configmaps/c?dryRun=All&fieldManager=m&force=true", Map("c", null), "application/apply-patch+yaml"),
        7 => Send("PATCH", Default + "/configmaps/fresh?dryRun=All&fieldManager=m", Map("fresh", null), "application/apply-patch+yaml"),
        8 => Send("DELETE", Default + "/configmaps/c?dryRun=All", Chance(50) ? new JsonObject { ["propagationPolicy"] = "Background" } : null),
        9 => Send("DELETE", Default + "/configmaps?dryRun=All&labelSelector=env", null),
        10 => Send("PATCH", "/apis/apps/v1/namespaces/hooks/deployments/d/scale?dryRun=All", new JsonObject { ["spec"] = new JsonObject { ["replicas"] = _scales++ % 3 } }, "application/merge-patch+json"),
        11 => Send("GET", Default + "/pods/p/exec?command=x&stdout=true", null),
        12 => Send("PATCH", "/apis/apps/v1/namespaces/hooks/deployments/d/status?dryRun=All", new JsonObject { ["status"] = new JsonObject { ["replicas"] = 0 } }, "application/merge-patch+json"),
        13 => Send("POST", Default + "/pods/p/eviction?dryRun=All", new JsonObject { ["metadata"] = new JsonObject { ["name"] = "p", ["namespace"] = "hooks" }, ["deleteOptions"] = new JsonObject { ["dryRun"] = new JsonArray("All") } }),
        14 => Send("POST", "/api/v1/namespaces?dryRun=All", new JsonObject { ["metadata"] = new JsonObject { ["name"] = "more" } }),
        15 => Send("POST", $"/apis/autoscaling/{Pick(["v1", "v2"])}/namespaces/hooks/horizontalpodautoscalers?dryRun=All", new JsonObject { ["metadata"] = new JsonObject { ["name"] = "h" }, ["spec"] = new JsonObject { ["maxReplicas"] = 3, ["scaleTargetRef"] = new JsonObject { ["kind"] = "Deployment", ["name"] = "d", ["apiVersion"] = "apps/v1" } } }),
        16 => Send("POST", Default + "/pods?dryRun=All", new JsonObject { ["metadata"] = new JsonObject { ["name"] = "q" }, ["spec"] = new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["name"] = "c", ["image"] = "i" }) } }),
        17 => Send("POST", Default + "/serviceaccounts/default/token", new JsonObject { ["spec"] = new JsonObject { ["expirationSeconds"] = 700 } }),
        // Not dry, and the same every time.
        _ => Send("PATCH", Default + "/configmaps/c", new JsonObject { ["data"] = new JsonObject { ["a"] = "b" } }, "application/merge-patch+json"),
    };

    private string Options() => Chance(30) ? "&fieldManager=m" : Chance(20) ? "&fieldValidation=Strict" : "";

    private static JsonObject Map(string name, JsonObject? labels)
    {
        var metadata = new JsonObject { ["name"] = name };
        if (labels is not null)
            metadata["labels"] = labels;
        return new JsonObject { ["apiVersion"] = "v1", ["kind"] = "ConfigMap", ["metadata"] = metadata, ["data"] = new JsonObject { ["k"] = "v" } };
    }

    private static JsonObject Labels(string key, string value) => new() { ["matchLabels"] = new JsonObject { [key] = value } };

    private static StoryRequest Send(string method, string path, JsonObject? body, string type = "application/json") =>
        new("hook", 0, method, path, new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Content-Type"] = type }, body?.ToJsonString());

    private JsonArray Several(string[][] from) => [.. Pick(from).Select(text => (JsonNode)text)];

    private bool Chance(int percent) => _random.Next(100) < percent;

    private T Pick<T>(T[] from) => from[_random.Next(from.Length)];
}
