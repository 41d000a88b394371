using System.Text.Json.Nodes;

namespace Hearth.ClusterTests.ApiServers.Differential.Access;

/// <summary>
/// Random roles and bindings, and what users may do by them: reviews, and requests made as those users (dry runs, so that the next ones find
/// what these found). The cases depend on the seed alone.
/// </summary>
internal sealed class AccessCases(int seed)
{
    private const string Group = "rbac.authorization.k8s.io";
    private const string Rbac = "/apis/rbac.authorization.k8s.io/v1";
    private static readonly string[] s_namespaces = ["a", "b"];
    private static readonly string[] s_users = ["u1", "u2", "u3", "system:serviceaccount:a:s", "system:serviceaccount:b:s", "system:serviceaccount:a:default", "system:anonymous", "u1"];
    private static readonly string[] s_groups = ["g1", "g2", "g1", "system:masters", "system:serviceaccounts", "system:serviceaccounts:a", "system:authenticated", "system:unauthenticated"];
    private static readonly string[] s_verbs = ["get", "list", "watch", "create", "update", "patch", "delete", "deletecollection", "bind", "escalate", "impersonate", "*", "get", "use", "approve"];

    private static readonly string[] s_apiGroups = ["", "", "", "apps", "batch", Group, "*", "authentication.k8s.io", "authorization.k8s.io", "certificates.k8s.io", "none.example.com"];

    private static readonly string[] s_resources =
    [
        "pods", "configmaps", "secrets", "deployments", "pods/log", "pods/exec", "pods/status", "deployments/scale", "deployments/status", "*/scale", "*/status", "*", "*/*", "pods/*", "roles", "clusterroles", "rolebindings",
        "clusterrolebindings", "namespaces", "nodes", "nodes/proxy", "serviceaccounts", "serviceaccounts/token", "users", "groups", "userextras/scopes", "uids", "subjectaccessreviews", "jobs", "pods/eviction", "pods/binding",
    ];

    private static readonly string[] s_names = ["p", "c", "none", "default", "s", "u2", "g1", "r0", "c0", "view", ""];
    private static readonly string[] s_paths = ["/healthz", "/metrics", "/api/*", "*", "/version", "/logs/*", "/api", "/openapi/*", "/nothing", "/*"];
    private static readonly string[] s_asked = ["/healthz", "/metrics", "/api", "/apis", "/api/v1", "/version", "/logs/x", "/openapi/v2", "/nothing", "/livez/ping", "/readyz/ping", "/apis/apps", "/apis/apps/v1", "/configz", "/", "/.well-known/openid-configuration", "/openid/v1/jwks"];

    // What both servers have; the numbers of a server are its own.
    private static readonly string[] s_requested = [.. s_asked.Where(path => path is not ("/metrics" or "/" or "/openapi/v2" or "/.well-known/openid-configuration" or "/openid/v1/jwks"))];

    private readonly Random _random = new(seed);

    /// <summary>What needs a controller: the default accounts.</summary>
    public static IEnumerable<StoryRequest> Namespaces() => s_namespaces.SelectMany(ns => (StoryRequest[])
    [
        Quiet("POST /api/v1/namespaces", $$$"""{"metadata":{"name":"{{{ns}}}"}}"""),
        Quiet("THERE", null) with { Method = "THERE", Path = $"/api/v1/namespaces/{ns}/serviceaccounts/default" },
    ]);

    public static IEnumerable<StoryRequest> Objects()
    {
        foreach (var ns in s_namespaces)
        {
            yield return Quiet($"POST /api/v1/namespaces/{ns}/serviceaccounts", """{"metadata":{"name":"s"}}""");
            yield return Quiet($"POST /api/v1/namespaces/{ns}/configmaps", """{"metadata":{"name":"c"}}""");
            yield return Quiet($"POST /api/v1/namespaces/{ns}/secrets", """{"metadata":{"name":"c"}}""");
            yield return Quiet($"POST /api/v1/namespaces/{ns}/pods", """{"metadata":{"name":"p"},"spec":{"containers":[{"name":"c","image":"i"}]}}""");
            yield return Quiet($"POST /apis/apps/v1/namespaces/{ns}/deployments", """{"metadata":{"name":"p"},"spec":{"replicas":0,"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}""");
        }

        // Some who may change roles and bindings, but have little to give away, and some who may read and write much.
        yield return Quiet($"POST {Rbac}/clusterroles", """{"metadata":{"name":"writers"},"rules":[{"apiGroups":["rbac.authorization.k8s.io"],"resources":["roles","clusterroles","rolebindings","clusterrolebindings"],"verbs":["get","list","create","update","patch","delete"]}]}""");
        yield return Quiet($"POST {Rbac}/clusterrolebindings", """{"metadata":{"name":"writers"},"subjects":[{"kind":"User","apiGroup":"rbac.authorization.k8s.io","name":"u1"},{"kind":"User","apiGroup":"rbac.authorization.k8s.io","name":"u2"},{"kind":"ServiceAccount","name":"s","namespace":"a"}],"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"writers"}}""");
        yield return Quiet($"POST {Rbac}/clusterrolebindings", """{"metadata":{"name":"editors"},"subjects":[{"kind":"User","apiGroup":"rbac.authorization.k8s.io","name":"u2"},{"kind":"Group","apiGroup":"rbac.authorization.k8s.io","name":"g2"}],"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"admin"}}""");
    }

    private static StoryRequest Quiet(string request, string? body) => new("preparation", 0, "QUIET", request, new Dictionary<string, string>(StringComparer.Ordinal), body);

    public IEnumerable<StoryRequest> Requests(int count)
    {
        for (var i = 0; i < count; i++)
        {
            // A world of a few roles and bindings, changed bit by bit.
            foreach (var change in Changes(i == 0 ? 20 : i % 6 == 0 ? 3 : 0))
                yield return change with { Line = i };
            yield return (_random.Next(10) switch
            {
                0 => PathRequest(),
                < 3 => AccessReview(),
                3 => SelfReview(),
                < 6 => RoleWrite(),
                _ => ResourceRequest(),
            }) with { Line = i, Tries = 40 };
        }
    }

    private IEnumerable<StoryRequest> Changes(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var (path, value) = _random.Next(4) switch
            {
                0 => ($"{Rbac}/namespaces/{Pick(s_namespaces)}/roles", Role("Role", "r")),
                1 => ($"{Rbac}/clusterroles", Role("ClusterRole", "c")),
                2 => ($"{Rbac}/namespaces/{Pick(s_namespaces)}/rolebindings", Binding("RoleBinding")),
                _ => ($"{Rbac}/clusterrolebindings", Binding("ClusterRoleBinding")),
            };
            var item = $"{path}/{value["metadata"]!["name"]}";
            // What a binding refers to never changes.
            yield return Send("DELETE", item, null);
            yield return Send("POST", path, value);
            if (_random.Next(4) == 0)
                yield return Send("PUT", item, value);
            if (_random.Next(5) == 0)
                yield return Send("DELETE", item, null);
        }
    }

    private JsonObject Role(string kind, string prefix)
    {
        var value = new JsonObject { ["apiVersion"] = Group + "/v1", ["kind"] = kind, ["metadata"] = new JsonObject { ["name"] = prefix + _random.Next(4) } };
        value["rules"] = new JsonArray([.. Enumerable.Range(0, _random.Next(1, 4)).Select(_ => (JsonNode)Rule(isCluster: kind == "ClusterRole"))]);
        if (Chance(20))
            value["metadata"]!["labels"] = new JsonObject { ["rbac.example.com/aggregate"] = Pick(["x", "y"]) };
        if (Chance(4))
            value["rules"] = null;
        return value;
    }

    private JsonObject Rule(bool isCluster)
    {
        var rule = new JsonObject();
        if (!Chance(3))
            rule["verbs"] = Several(s_verbs, 4);
        if (isCluster && Chance(25) || Chance(2))
        {
            rule["nonResourceURLs"] = Several(s_paths, 2);
            if (!Chance(3))
                return rule;
        }

        if (!Chance(3))
            rule["apiGroups"] = Several(s_apiGroups, 3);
        if (!Chance(3))
            rule["resources"] = Several(s_resources, 4);
        if (Chance(25))
            rule["resourceNames"] = Several(s_names, 2);
        return rule;
    }

    private JsonObject Binding(string kind)
    {
        var isLocal = kind == "RoleBinding" && Chance(50);
        var role = isLocal ? "r" + _random.Next(5) : Chance(15) ? Pick(["view", "edit", "admin", "cluster-admin", "system:discovery"]) : "c" + _random.Next(5);
        return new JsonObject
        {
            ["apiVersion"] = Group + "/v1",
            ["kind"] = kind,
            ["metadata"] = new JsonObject { ["name"] = "b" + _random.Next(3) },
            ["subjects"] = new JsonArray([.. Enumerable.Range(0, _random.Next(1, 3)).Select(_ => (JsonNode)Subject(kind))]),
            ["roleRef"] = new JsonObject { ["apiGroup"] = Chance(3) ? "" : Group, ["kind"] = Chance(2) ? "Role" : isLocal ? "Role" : "ClusterRole", ["name"] = Chance(2) ? "" : role },
        };
    }

    private JsonObject Subject(string kind)
    {
        if (Chance(30))
        {
            var account = new JsonObject { ["kind"] = "ServiceAccount", ["name"] = Pick(["s", "default"]) };
            if (kind == "ClusterRoleBinding" || Chance(60))
                account["namespace"] = Pick(s_namespaces);
            return account;
        }

        var isUser = Chance(60);
        return new JsonObject { ["kind"] = isUser ? "User" : "Group", ["apiGroup"] = Chance(3) ? "" : Group, ["name"] = isUser ? Pick(s_users) : Pick(["g1", "g2", "system:serviceaccounts:a", "system:authenticated"]) };
    }

    private StoryRequest AccessReview()
    {
        var isLocal = Chance(25);
        var spec = new JsonObject();
        if (!Chance(4))
            spec["user"] = Pick(s_users);
        if (Chance(50))
            spec["groups"] = Several(s_groups, 2);
        if (Chance(10))
            spec["uid"] = "1";
        if (Chance(10))
            spec["extra"] = new JsonObject { ["scopes"] = new JsonArray("x") };
        Ask(spec, isLocal);
        return isLocal
            ? Send("POST", $"/apis/authorization.k8s.io/v1/namespaces/{Pick(s_namespaces)}/localsubjectaccessreviews", Review("LocalSubjectAccessReview", spec))
            : Send("POST", "/apis/authorization.k8s.io/v1/subjectaccessreviews", Review("SubjectAccessReview", spec), Chance(15));
    }

    private StoryRequest SelfReview()
    {
        var spec = new JsonObject();
        switch (_random.Next(3))
        {
            case 0:
                return Send("POST", "/apis/authentication.k8s.io/v1/selfsubjectreviews", Review("SelfSubjectReview", null), isUser: true);
            case 1:
                if (!Chance(5))
                    spec["namespace"] = Pick(["a", "b", "none"]);
                return Send("POST", "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews", Review("SelfSubjectRulesReview", spec), isUser: true);
            default:
                Ask(spec, isLocal: false);
                return Send("POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", Review("SelfSubjectAccessReview", spec), isUser: true);
        }
    }

    private JsonObject Review(string kind, JsonObject? spec)
    {
        var review = new JsonObject { ["apiVersion"] = (kind == "SelfSubjectReview" ? "authentication" : "authorization") + ".k8s.io/v1", ["kind"] = kind };
        if (spec is not null)
            review["spec"] = spec;
        if (Chance(3))
            review["metadata"] = new JsonObject { [Pick(["name", "generateName", "namespace"])] = Pick(["a", "b"]) };
        return review;
    }

    private void Ask(JsonObject spec, bool isLocal)
    {
        if (Chance(isLocal ? 3 : 25))
        {
            spec["nonResourceAttributes"] = Map(("path", Chance(90) ? Pick(s_asked) : Pick(s_paths)), ("verb", Pick(s_verbs)));
            if (!Chance(10))
                return;
        }

        if (Chance(3))
            return;
        var attributes = Map(("verb", Pick(s_verbs)), ("group", Chance(90) ? Pick(s_apiGroups) : null), ("resource", Chance(95) ? Pick(s_resources).Split('/')[0] : Pick(s_resources)));
        if (Chance(30))
            attributes["subresource"] = Pick(["log", "exec", "status", "scale", "token", "proxy", "scopes", "*"]);
        if (Chance(isLocal ? 90 : 60))
            attributes["namespace"] = Pick(s_namespaces);
        if (Chance(40))
            attributes["name"] = Pick(s_names);
        if (Chance(10))
            attributes["version"] = "v1";
        if (Chance(12))
            attributes[Pick(["labelSelector", "fieldSelector"])] = Pick<Func<JsonObject>>([
                () => [],
                () => new() { ["rawSelector"] = "a=b" },
                () => new() { ["requirements"] = new JsonArray(Map(("key", "a"), ("operator", "Exists"))) },
                () => new() { ["requirements"] = new JsonArray(new JsonObject { ["key"] = "a", ["operator"] = "In", ["values"] = new JsonArray("b") }), ["rawSelector"] = "x" },
                () => new() { ["requirements"] = new JsonArray(Map(("key", ""), ("operator", "Bad"))) },
                () => new() { ["requirements"] = new JsonArray(Map(("key", "a"), ("operator", "Exists")), new JsonObject { ["key"] = "a", ["operator"] = "In", ["values"] = new JsonArray("b") }) },
                () => new() { ["requirements"] = new JsonArray(new JsonObject { ["key"] = "a", ["operator"] = "NotIn", ["values"] = new JsonArray("b", "c") }) },
                () => new() { ["requirements"] = new JsonArray(new JsonObject { ["key"] = "a", ["operator"] = "In", ["values"] = new JsonArray("b", "_!") }, Map(("key", "a"), ("operator", "Maybe"))) },
                () => new() { ["rawSelector"] = "a" },
                () => new() { ["rawSelector"] = "a in (" },
            ])();
        spec["resourceAttributes"] = attributes;
    }

    private StoryRequest PathRequest() => Send(Pick(["GET", "GET", "POST", "HEAD", "DELETE"]), Pick(s_requested), null, isUser: true);

    /// <summary>Writes of roles and bindings by users who may not have what they give away.</summary>
    private StoryRequest RoleWrite()
    {
        var ns = Pick(s_namespaces);
        var (path, value) = _random.Next(4) switch
        {
            0 => ($"{Rbac}/namespaces/{ns}/roles", Role("Role", "r")),
            1 => ($"{Rbac}/clusterroles", Role("ClusterRole", "c")),
            2 => ($"{Rbac}/namespaces/{ns}/rolebindings", Binding("RoleBinding")),
            _ => ($"{Rbac}/clusterrolebindings", Binding("ClusterRoleBinding")),
        };
        if (Chance(10) && (string)value["kind"]! == "ClusterRole")
            value["aggregationRule"] = new JsonObject { ["clusterRoleSelectors"] = new JsonArray(new JsonObject { ["matchLabels"] = new JsonObject { ["rbac.example.com/aggregate"] = "x" } }) };
        var item = $"{path}/{value["metadata"]!["name"]}";
        return _random.Next(4) switch
        {
            0 => Send("PUT", item + "?dryRun=All", value, isUser: true),
            1 => Send("PATCH", item + "?dryRun=All", Chance(30) ? new JsonObject { ["metadata"] = Chance(50) ? new JsonObject { ["labels"] = new JsonObject { ["l"] = "m" } } : new JsonObject { ["finalizers"] = new JsonArray("example.com/f") } } : value, isUser: true),
            _ => Send("POST", path + "?dryRun=All", value, isUser: true),
        };
    }

    private StoryRequest ResourceRequest()
    {
        var ns = Pick(s_namespaces);
        var (collection, name) = Pick(
        [
            ($"/api/v1/namespaces/{ns}/pods", "p"), ($"/api/v1/namespaces/{ns}/configmaps", "c"), ($"/api/v1/namespaces/{ns}/secrets", "c"), ("/api/v1/pods", ""), ($"/apis/apps/v1/namespaces/{ns}/deployments", "p"),
            ("/apis/apps/v1/deployments", ""), ("/api/v1/namespaces", ns), ("/api/v1/nodes", "none"), ($"/api/v1/namespaces/{ns}/serviceaccounts", "s"), ($"{Rbac}/clusterroles", "view"), ($"{Rbac}/namespaces/{ns}/roles", "r0"),
            ("/apis/none.example.com/v1/things", "x"), ($"/apis/batch/v1/namespaces/{ns}/jobs", "none"),
        ]);
        var item = $"{collection}/{(Chance(10) ? "none" : name)}";
        if (name.Length == 0)
            return Send("GET", Chance(30) ? collection + "?watch=true&timeoutSeconds=1&resourceVersion=999999999" : collection + "?limit=1&labelSelector=none", null, isUser: true);
        return _random.Next(12) switch
        {
            0 => Send("GET", item, null, isUser: true),
            1 => Send("GET", collection + "?labelSelector=none", null, isUser: true),
            2 => Send("POST", collection + "?dryRun=All", Map(("kind", "Wrong")), isUser: true),
            3 => Send("PUT", item + "?dryRun=All", Map(("kind", "Wrong")), isUser: true),
            4 => Send("PATCH", item + "?dryRun=All", [], isUser: true),
            5 => Send("DELETE", item + "?dryRun=All", null, isUser: true),
            6 => Send("DELETE", collection + "?dryRun=All&labelSelector=none", null, isUser: true),
            7 => Send("GET", item + "/" + Pick(["status", "scale", "log", "nothing", "exec?command=x", "attach", "proxy/x"]), null, isUser: true),
            8 => Send("POST", item + "/" + Pick(["token", "eviction", "binding", "exec?command=x", "portforward", "nothing"]), Map(("kind", "Wrong")), isUser: true),
            9 => Send("PATCH", item + "/" + Pick(["status", "scale", "nothing"]) + "?dryRun=All", [], isUser: true),
            10 => Send("PUT", item + "/" + Pick(["status", "scale", "finalize"]) + "?dryRun=All", Map(("kind", "Wrong")), isUser: true),
            _ => Send("GET", collection + "?watch=true&timeoutSeconds=1&resourceVersion=999999999", null, isUser: true),
        };
    }

    private StoryRequest Send(string method, string path, JsonObject? body, bool isUser = false)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (method == "PATCH")
            headers["Content-Type"] = "application/merge-patch+json";
        if (isUser)
        {
            headers["Impersonate-User"] = Pick(s_users);
            if (Chance(40))
                headers["Impersonate-Group"] = Pick(s_groups);
            if (Chance(5))
                headers["Impersonate-Uid"] = "1234";
            if (Chance(5))
                headers["Impersonate-Extra-Scopes%2fX"] = "one";
        }

        return new StoryRequest("case", 0, method, path, headers, body?.ToJsonString());
    }

    private static JsonObject Map(params (string Key, string? Value)[] fields) => new(fields.Where(field => field.Value is not null).Select(field => KeyValuePair.Create(field.Key, (JsonNode?)field.Value)));

    private JsonArray Several(string[] from, int most) => new([.. Enumerable.Range(0, _random.Next(1, most + 1)).Select(_ => (JsonNode)Pick(from))]);

    private bool Chance(int percent) => _random.Next(100) < percent;

    private T Pick<T>(T[] from) => from[_random.Next(from.Length)];
}
