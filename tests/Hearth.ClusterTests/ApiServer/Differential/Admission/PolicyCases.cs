using System.Globalization;
using System.Text.Json.Nodes;

namespace Hearth.ClusterTests.ApiServers.Differential.Admission;

/// <summary>Random policies, bindings and parameters before random writes. The cases depend on the seed alone.</summary>
internal sealed class PolicyCases(int seed)
{
    private const string Registration = "/apis/admissionregistration.k8s.io/v1";
    private const string Default = "/api/v1/namespaces/policies";

    private static readonly string[] s_expressions =
    [
        "true", "false", "object.metadata.name == 'c'", "object != null && has(object.data)", "object.data.missing == 'x'", "oldObject == null", "size(object.metadata.name) < 3", "request.operation != 'DELETE'", "request.dryRun", "request.userInfo.username == 'admin'",
        "namespaceObject.metadata.labels['env'] == 'test'", "namespaceObject.metadata.name == 'policies'", "authorizer.group('apps').resource('deployments').namespace('policies').check('create').allowed()",
        "authorizer.serviceAccount('policies', 'default').group('').resource('secrets').check('list').allowed()", "authorizer.requestResource.check('delete').allowed()", "authorizer.path('/healthz').check('get').allowed()",
        "authorizer.group('').resource('pods').check('get').reason() == ''", "params.data.limit == '3'", "params != null && has(params.data)", "variables.name == 'c'", "variables.broken == 1", "variables.other || false", "1 / 0 == 1", "object.metadata.labels.all(key, key != 'env')",
        "object.metadata.?labels['env'].orValue('none') == 'none'", "object.data.all(key, object.data[key].matches('^[a-z]+$'))", "request.?subResource.orValue('') == ''", "request.options.kind == 'CreateOptions'", "quantity('1Ki').isLessThan(quantity('1Mi'))", "object.kind == 'ConfigMap'",
    ];

    private static readonly string[] s_messages = ["'name is ' + object.metadata.name", "'limit ' + params.data.limit", "''", "'two\\nlines'", "'x' + string(1 / 0)", "variables.name + '!'", "'  spaced  '"];

    private readonly Random _random = new(seed);

    public static IEnumerable<StoryRequest> Preparation() => AdmittedObjects.Preparation("policies");

    public static IEnumerable<StoryRequest> Objects() =>
    [
        .. AdmittedObjects.Of("policies"),
        AdmittedObjects.Quiet($"POST {Default}/configmaps", """{"metadata":{"name":"p1","labels":{"params":"yes"}},"data":{"limit":"3"}}"""),
        AdmittedObjects.Quiet($"POST {Default}/configmaps", """{"metadata":{"name":"p2","labels":{"params":"yes"}},"data":{"limit":"4"}}"""),
    ];

    public IEnumerable<StoryRequest> Course(int number)
    {
        var name = "v" + number.ToString(CultureInfo.InvariantCulture);
        var hasParameters = Chance(40);
        yield return Send("POST", Registration + "/validatingadmissionpolicies", Policy(name, hasParameters));
        yield return Send("POST", Registration + "/validatingadmissionpolicybindings", Binding(name, hasParameters));
        for (var i = _random.Next(2, 6); i > 0; i--)
            yield return Write() with { Tries = 30, Line = number };
        yield return Send("DELETE", $"{Registration}/validatingadmissionpolicybindings/{name}", null);
        yield return Send("DELETE", $"{Registration}/validatingadmissionpolicies/{name}", null);
    }

    private JsonObject Policy(string name, bool hasParameters)
    {
        var spec = new JsonObject { ["matchConstraints"] = Constraints(), ["validations"] = new JsonArray([.. Enumerable.Range(0, _random.Next(1, 4)).Select(_ => (JsonNode)Validation())]) };
        spec["variables"] = new JsonArray(Variable("name", "object.metadata.name"), Variable("broken", "1 / 0"), Variable("other", "variables.name == 'c'"));
        if (hasParameters)
            spec["paramKind"] = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "ConfigMap" };
        if (Chance(40))
            spec["failurePolicy"] = Pick(["Fail", "Ignore"]);
        if (Chance(25))
            spec["matchConditions"] = new JsonArray(new JsonObject { ["name"] = "m", ["expression"] = Pick(s_expressions[..14]) });
        if (Chance(15))
            spec["auditAnnotations"] = new JsonArray(new JsonObject { ["key"] = "k", ["valueExpression"] = Pick(["'x'", "object.metadata.name", "string(1 / 0)", "null", "object.data.missing"]) });
        return new JsonObject { ["apiVersion"] = "admissionregistration.k8s.io/v1", ["kind"] = "ValidatingAdmissionPolicy", ["metadata"] = new JsonObject { ["name"] = name }, ["spec"] = spec };
    }

    private static JsonObject Variable(string name, string expression) => new() { ["name"] = name, ["expression"] = expression };

    private JsonObject Validation()
    {
        var validation = new JsonObject { ["expression"] = Pick(s_expressions) };
        if (Chance(40))
            validation["message"] = Pick(["no", "  no  ", "\"quoted\""]);
        if (Chance(30))
            validation["messageExpression"] = Pick(s_messages);
        if (Chance(30))
            validation["reason"] = Pick(["Unauthorized", "Forbidden", "Invalid", "RequestEntityTooLarge"]);
        return validation;
    }

    private JsonObject Constraints()
    {
        var constraints = new JsonObject { ["resourceRules"] = new JsonArray(Rule()) };
        if (Chance(20))
            constraints["excludeResourceRules"] = new JsonArray(Rule());
        if (Chance(10))
            constraints["matchPolicy"] = Pick(["Exact", "Equivalent"]);
        Select(constraints);
        return constraints;
    }

    private void Select(JsonObject constraints)
    {
        if (Chance(10))
            constraints["namespaceSelector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["env"] = Pick(["test", "live"]) } };
        if (Chance(10))
            constraints["objectSelector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["env"] = Pick(["test", "live"]) } };
    }

    private JsonObject Rule()
    {
        if (Chance(50))
            return new JsonObject { ["apiGroups"] = new JsonArray("", "apps", "autoscaling"), ["apiVersions"] = new JsonArray("*"), ["operations"] = new JsonArray("*"), ["resources"] = new JsonArray("*", "*/scale", "*/status", "pods/*") };
        var rule = new JsonObject
        {
            ["apiGroups"] = Several([["", "apps"], [""], ["apps"]]),
            ["apiVersions"] = Several([["v1"], ["*"], ["v2"]]),
            ["operations"] = Several([["CREATE"], ["UPDATE"], ["DELETE"], ["CREATE", "UPDATE"], ["CONNECT", "CREATE"]]),
            ["resources"] = Several([["configmaps"], ["pods"], ["deployments/scale", "configmaps"], ["namespaces", "configmaps"]]),
        };
        if (Chance(20))
            rule["resourceNames"] = new JsonArray(Pick(["c", "new", "other"]));
        if (Chance(15))
            rule["scope"] = Pick(["Namespaced", "Cluster"]);
        return rule;
    }

    private JsonObject Binding(string policy, bool hasParameters)
    {
        var spec = new JsonObject { ["policyName"] = Chance(4) ? "none" : policy, ["validationActions"] = Several([["Deny"], ["Deny"], ["Warn"], ["Audit"], ["Deny", "Audit"], ["Warn", "Audit"]]) };
        if (hasParameters && !Chance(5) || Chance(3))
        {
            var reference = Pick<Func<JsonObject>>([() => new() { ["name"] = "p1" }, () => new() { ["name"] = "none" }, () => new() { ["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["params"] = "yes" } } }, () => new() { ["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["params"] = "no" } } }])();
            reference["parameterNotFoundAction"] = Pick(["Deny", "Allow"]);
            if (Chance(60))
                reference["namespace"] = "policies";
            spec["paramRef"] = reference;
        }

        if (Chance(15))
        {
            var matches = Chance(50) ? new JsonObject() : Constraints();
            Select(matches);
            spec["matchResources"] = matches;
        }

        return new JsonObject { ["apiVersion"] = "admissionregistration.k8s.io/v1", ["kind"] = "ValidatingAdmissionPolicyBinding", ["metadata"] = new JsonObject { ["name"] = policy }, ["spec"] = spec };
    }

    private StoryRequest Write() => _random.Next(14) switch
    {
        0 or 1 or 2 => Send("POST", Default + "/configmaps?dryRun=All", Map("new", Chance(40) ? new JsonObject { ["env"] = "test" } : null)),
        3 => Send("POST", Default + "/configmaps?dryRun=All", new JsonObject { ["metadata"] = new JsonObject { ["generateName"] = "gen-" } }),
        4 => Send("PUT", Default + "/configmaps/c?dryRun=All", Map("c", new JsonObject { ["env"] = "live" })),
        5 => Send("PATCH", Default + "/configmaps/c?dryRun=All", new JsonObject { ["data"] = new JsonObject { ["k"] = "v" } }, "application/merge-patch+json"),
        6 => Send("PATCH", Default + "/configmaps/fresh?dryRun=All&fieldManager=m", Map("fresh", null), "application/apply-patch+yaml"),
        7 => Send("DELETE", Default + "/configmaps/c?dryRun=All", null),
        8 => Send("DELETE", Default + "/configmaps?dryRun=All&labelSelector=env", null),
        9 => Send("PATCH", "/apis/apps/v1/namespaces/policies/deployments/d/scale?dryRun=All", new JsonObject { ["spec"] = new JsonObject { ["replicas"] = 0 } }, "application/merge-patch+json"),
        10 => Send("PATCH", "/apis/apps/v1/namespaces/policies/deployments/d/status?dryRun=All", new JsonObject { ["status"] = new JsonObject { ["replicas"] = 0 } }, "application/merge-patch+json"),
        11 => Send("POST", "/api/v1/namespaces?dryRun=All", new JsonObject { ["metadata"] = new JsonObject { ["name"] = "more" } }),
        12 => Send("GET", Default + "/pods/p/exec?command=x&stdout=true", null),
        _ => Send("POST", Default + "/pods?dryRun=All", new JsonObject { ["metadata"] = new JsonObject { ["name"] = "q" }, ["spec"] = new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["name"] = "c", ["image"] = "i" }) } }),
    };

    private static JsonObject Map(string name, JsonObject? labels)
    {
        var metadata = new JsonObject { ["name"] = name };
        if (labels is not null)
            metadata["labels"] = labels;
        return new JsonObject { ["apiVersion"] = "v1", ["kind"] = "ConfigMap", ["metadata"] = metadata, ["data"] = new JsonObject { ["k"] = "v" } };
    }

    private static StoryRequest Send(string method, string path, JsonObject? body, string type = "application/json") =>
        new("policy", 0, method, path, new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Content-Type"] = type }, body?.ToJsonString());

    private JsonArray Several(string[][] from) => [.. Pick(from).Select(text => (JsonNode)text)];

    private bool Chance(int percent) => _random.Next(100) < percent;

    private T Pick<T>(T[] from) => from[_random.Next(from.Length)];
}
