namespace Hearth.ClusterTests.ApiServers.Differential.Fuzz;

/// <summary>
/// Requests of every verb with options, headers and bodies that fit and that do not, about a few objects that stay as they are (deletes and
/// writes are dry runs). The requests depend on the seed alone.
/// </summary>
internal sealed class RequestCases(int seed)
{
    private static readonly string[] s_places =
    [
        "/api/v1/namespaces/default/configmaps", "/api/v1/namespaces/default/pods", "/api/v1/secrets", "/api/v1/namespaces/none/secrets", "/api/v1/nodes", "/api/v1/namespaces/default/nodes",
        "/apis/apps/v1/namespaces/default/deployments", "/apis/apps/v1/deployments", "/apis/batch/v1/namespaces/default/jobs", "/apis/rbac.authorization.k8s.io/v1/clusterroles/view",
        "/apis/fuzz.example.com/v1/namespaces/default/fs", "/apis/fuzz.example.com/v1/fs", "/apis/fuzz.example.com/v2/fs", "/apis/coordination.k8s.io/v1/namespaces/default/leases", "/api/v1/events", "/api/v2/pods",
        "/apis/apps/v1/namespaces/default/pods", "/api/v1/namespaces/default/nothing", "/apis/none/v1/x", "/apis/storage.k8s.io/v1/storageclasses", "/api/v1/namespaces/default/endpoints",
        "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", "/apis/policy/v1/namespaces/default/poddisruptionbudgets", "/apis/discovery.k8s.io/v1/namespaces/default/endpointslices",
    ];

    private static readonly string[] s_names = ["f", "g", "none", "Bad_Name", "f", "f", "fs.fuzz.example.com"];
    private static readonly string[] s_subresources = ["status", "scale", "log", "exec", "binding", "eviction", "token", "finalize", "nothing", "proxy", "ephemeralcontainers", "resize", "attach", "approval"];

    private static readonly string[] s_options =
    [
        "labelSelector=a%3Db", "labelSelector=a", "labelSelector=!a", "labelSelector=a%20in%20(b,c)", "labelSelector=a%3D%3D%3Db", "labelSelector=a%20in%20()", "labelSelector=(", "labelSelector=a%3Db,", "labelSelector=%20", "labelSelector=-a%3Db",
        "fieldSelector=metadata.name%3Df", "fieldSelector=metadata.name!%3Df", "fieldSelector=spec.nope%3Df", "fieldSelector=metadata.name", "fieldSelector=status.phase%3DPending", "fieldSelector=metadata.namespace%3Ddefault,metadata.name%3Df",
        "limit=1", "limit=0", "limit=-1", "limit=x", "continue=x", "continue=", "resourceVersion=0", "resourceVersion=1", "resourceVersion=999999999", "resourceVersion=x", "resourceVersion=-1", "resourceVersion=",
        "resourceVersionMatch=Exact", "resourceVersionMatch=NotOlderThan", "resourceVersionMatch=Bad", "sendInitialEvents=true", "sendInitialEvents=false", "sendInitialEvents=x", "timeoutSeconds=1", "timeoutSeconds=x", "timeoutSeconds=-1", "allowWatchBookmarks=true",
        "dryRun=All", "dryRun=Bad", "dryRun=All&dryRun=All", "fieldValidation=Strict", "fieldValidation=Bad", "fieldManager=m", "fieldManager=%01", "force=true", "force=x", "pretty=true", "includeObject=Object", "includeObject=None", "includeObject=Bad", "unknown=1", "gracePeriodSeconds=0",
        "gracePeriodSeconds=-1", "gracePeriodSeconds=x", "propagationPolicy=Orphan", "propagationPolicy=Bad", "orphanDependents=true", "orphanDependents=true&propagationPolicy=Orphan", "watch=true&timeoutSeconds=1", "watch=0", "watch=x",
    ];

    private static readonly string[] s_accepts =
    [
        "application/json", "*/*", "text/html", "application/json;as=Table;g=meta.k8s.io;v=v1", "application/json;as=Table;g=meta.k8s.io;v=v1,application/json",
        "application/json;as=Table;g=meta.k8s.io;v=v2", "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1", "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1", "application/json;as=Nothing;g=meta.k8s.io;v=v1", "application/json;q=0.5", "*/*;q=0.1,text/plain",
        "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1beta1", "application/*", "",
    ];

    private static readonly string[] s_types =
    [
        "application/json", "application/json; charset=utf-8", "application/yaml", "text/plain", "application/xml", "", "application/vnd.kubernetes.protobuf", "application/x-www-form-urlencoded",
        "application/json-patch+json", "application/merge-patch+json", "application/strategic-merge-patch+json", "application/apply-patch+yaml", "application/apply-patch+cbor",
    ];

    private static readonly string[] s_bodies =
    [
        "{}", "", "null", "[]", "{", "{\"a\":", "nonsense", "\"text\"", "1", "true", "{\"kind\":\"Pod\"}", "{\"apiVersion\":\"v1\"}", "{\"kind\":\"Pod\",\"apiVersion\":\"v1\"}", "{\"kind\":\"Nothing\",\"apiVersion\":\"v1\"}", "{\"kind\":\"Pod\",\"apiVersion\":\"a/b/c\"}",
        "{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"f\"},\"data\":{\"a\":\"b\"}}", "{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"f\"},\"data\":{\"a\":1}}", "{\"metadata\":{\"name\":\"f\",\"name\":\"f\"},\"x\":1}",
        "{\"metadata\":{\"name\":\"other\"}}", "{\"metadata\":{\"name\":\"f\",\"namespace\":\"other\"}}", "{\"metadata\":{\"name\":\"f\",\"resourceVersion\":\"1\"}}", "{\"metadata\":{\"name\":\"f\",\"uid\":\"u\"}}", "{\"metadata\":{\"labels\":{\"a\":\"b\"}}}", "{\"metadata\":1}", "{\"metadata\":{\"labels\":[]}}",
        "[{\"op\":\"add\",\"path\":\"/metadata/labels/x\",\"value\":\"y\"}]", "[{\"op\":\"replace\",\"path\":\"/nope\",\"value\":1}]", "[{\"op\":\"test\",\"path\":\"/metadata/name\",\"value\":\"z\"}]", "[{\"op\":\"bad\",\"path\":\"/a\"}]", "[{\"op\":\"remove\",\"path\":\"\"}]",
        "{\"preconditions\":{\"uid\":\"x\"}}", "{\"preconditions\":{\"resourceVersion\":\"1\"}}", "{\"propagationPolicy\":\"Bad\"}", "{\"gracePeriodSeconds\":\"x\"}", "{\"kind\":\"DeleteOptions\",\"apiVersion\":\"v1\",\"dryRun\":[\"All\"]}", "{\"dryRun\":[\"Bad\"]}", "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: f\n", "a: b: c",
        "{\"spec\":{\"replicas\":2}}", "{\"kind\":\"Scale\",\"apiVersion\":\"autoscaling/v1\",\"metadata\":{\"name\":\"f\"},\"spec\":{\"replicas\":1}}",
    ];

    // A body makes the query of a delete count for nothing.
    private static readonly string[] s_deletes =
    [
        "{\"dryRun\":[\"All\"]}", "{\"kind\":\"DeleteOptions\",\"apiVersion\":\"v1\",\"dryRun\":[\"All\"]}", "{\"dryRun\":[\"All\"],\"preconditions\":{\"uid\":\"x\"}}", "{\"dryRun\":[\"All\"],\"preconditions\":{\"resourceVersion\":\"1\"}}",
        "{\"dryRun\":[\"All\"],\"propagationPolicy\":\"Bad\"}", "{\"dryRun\":[\"All\"],\"propagationPolicy\":\"Orphan\"}", "{\"dryRun\":[\"All\"],\"gracePeriodSeconds\":\"x\"}", "{\"dryRun\":[\"Bad\"]}", "[]", "{", "true",
    ];

    private readonly Random _random = new(seed);

    /// <summary>A custom resource beside the objects of <see cref="SpecCases.Preparation"/>.</summary>
    public static IEnumerable<StoryRequest> Preparation()
    {
        var none = new Dictionary<string, string>(StringComparer.Ordinal);
        yield return new("preparation", 3, "THERE", "/apis/fuzz.example.com/v1/namespaces/default/fs", none, null);
        yield return new("preparation", 4, "POST", "/apis/fuzz.example.com/v1/namespaces/default/fs", none, "{\"apiVersion\":\"fuzz.example.com/v1\",\"kind\":\"F\",\"metadata\":{\"name\":\"f\",\"labels\":{\"a\":\"b\"}},\"spec\":{\"size\":3}}");
    }

    public IEnumerable<StoryRequest> Requests(int count)
    {
        for (var i = 0; i < count; i++)
            yield return Case(i);
    }

    private StoryRequest Case(int number)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var path = Pick(s_places);
        if (Chance(65))
            path += "/" + Pick(s_names);
        if (Chance(12))
            path += "/" + Pick(s_subresources);
        var method = Pick<string>(["GET", "GET", "GET", "POST", "PUT", "PATCH", "PATCH", "DELETE", "HEAD"]);
        var options = Enumerable.Range(0, _random.Next(4)).Select(_ => Pick(s_options)).Distinct(StringComparer.Ordinal).ToList();
        // Nothing changes: the next requests find what these found.
        if (method is "POST" or "PUT" or "PATCH" or "DELETE" && !options.Exists(option => option.StartsWith("dryRun", StringComparison.Ordinal)))
            options.Add("dryRun=All");
        // A watch must end.
        if (options.Exists(option => option.StartsWith("watch=", StringComparison.Ordinal)) && !options.Exists(option => option.Contains("timeoutSeconds=1", StringComparison.Ordinal)))
            options.Add("timeoutSeconds=1");
        if (Chance(35))
            headers["Accept"] = Pick(s_accepts);
        string? body = null;
        if (method is "POST" or "PUT" or "PATCH" or "DELETE" && Chance(method == "DELETE" ? 40 : 95))
        {
            body = Pick(method == "DELETE" ? s_deletes : s_bodies);
            if (method == "PATCH")
                headers["Content-Type"] = Chance(85) ? Pick(s_types[8..]) : Pick(s_types);
            else
                headers["Content-Type"] = method == "DELETE" || Chance(75) ? "application/json" : Pick(s_types);
        }

        return new StoryRequest("request", number, method, path + (options.Count > 0 ? "?" + string.Join('&', options) : ""), headers, body);
    }

    private bool Chance(int percent) => _random.Next(100) < percent;

    private T Pick<T>(T[] from) => from[_random.Next(from.Length)];
}
