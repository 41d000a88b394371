using System.Text.Json.Nodes;
using Hearth.Kube.Core.Objects;
using Hearth.Spark.Configuration;
using Hearth.Spark.Submission.Steps;

namespace Hearth.Spark.Submission;

/// <summary>
/// The driver as a plain pod that a workflow engine can launch: the image's own spark-submit runs in client mode in it. Beside it what no
/// feature step creates in that mode: service account, role and binding, headless Service, configuration.
/// </summary>
public static class ClientPod
{
    private const string InClusterMaster = "k8s://https://kubernetes.default.svc";

    // What Spark writes for a driver in cluster mode only: it would switch credentials, address and downloads.
    private static readonly string[] s_clusterOnly = [SparkKeys.SubmitInDriver, SparkKeys.ResourceType, SparkKeys.SubmitTime, SparkKeys.WaitAppCompletion, SparkKeys.UploadPath];

    /// <summary>The objects, in the order in which to create them.</summary>
    public static SubmissionResult<IReadOnlyList<KubeObject>> Plan(SubmissionRequest request)
    {
        var name = ResourceNames.Prefix(request.Conf[SparkKeys.AppName] ?? "spark", "").TrimEnd('-');
        var account = request.Conf[SparkKeys.DriverServiceAccount] ?? $"{name}-spark";
        var conf = WithoutOperatorLabels(request.Conf)
            .With(SparkKeys.DriverPodName, request.Conf[SparkKeys.DriverPodName] ?? $"{name}-driver", "client pod")
            .With("spark.kubernetes.executor.podNamePrefix", request.Conf["spark.kubernetes.executor.podNamePrefix"] ?? name, "client pod")
            .With(SparkKeys.DriverServiceAccount, account, "client pod")
            .With(SparkKeys.Namespace, request.Conf[SparkKeys.Namespace] ?? "default", "client pod")
            .With(SparkKeys.Master, InClusterMaster, "client pod")
            .With(SparkKeys.DeployMode, "client", "client pod");
        var planned = Submission.Plan(request with { Conf = conf });
        if (planned.Value is not { } plan)
            return new() { Problems = planned.Problems, Warnings = planned.Warnings };
        var own = request.Conf.Contains(SparkKeys.DriverServiceAccount) ? [] : Access(account, plan.Namespace);
        var kept = plan.Resources.Where(resource => resource.Kind != "NetworkPolicy").Select(resource => resource is ConfigMap map ? Rewritten(map, plan, request) : resource);
        return new()
        {
            Value = [.. own, .. kept.Select(resource => InNamespace(resource, plan.Namespace)), InNamespace(plan.Driver, plan.Namespace)],
            Warnings = planned.Warnings,
        };
    }

    // They would tell an operator that the pod is its own.
    private static SparkConf WithoutOperatorLabels(SparkConf conf) =>
        conf.Settings.Where(setting => setting.Key.Contains(".label.sparkoperator.k8s.io/", StringComparison.Ordinal)).Aggregate(conf, (rest, setting) => rest.Without(setting.Key));

    private static KubeObject InNamespace(KubeObject resource, string ns) => resource with { Metadata = resource.Metadata with { Namespace = ns } };

    private static ConfigMap Rewritten(ConfigMap map, SubmissionPlan plan, SubmissionRequest request)
    {
        if (map.Metadata.Name != plan.Names.ConfigMap)
            return map;
        var properties = plan.Properties.Where(property => !s_clusterOnly.Contains(property.Key));
        var text = JavaProperties.Write(properties, $"Configuration of {plan.Names.DriverPod} in client mode", request.Identity.Time);
        return map with { Data = new Dictionary<string, string>(map.Data!, StringComparer.Ordinal) { ["spark.properties"] = text } };
    }

    private static KubeObject[] Access(string account, string ns)
    {
        var metadata = new ObjectMeta { Name = account, Namespace = ns };
        var rules = new JsonArray(
            Rule("", ["pods"], ["get", "list", "watch", "create", "delete", "deletecollection", "patch", "update"]),
            Rule("", ["configmaps"], ["get", "list", "create", "delete", "deletecollection"]),
            Rule("", ["services"], ["get", "list", "delete", "deletecollection"]),
            Rule("", ["persistentvolumeclaims"], ["get", "list", "create", "delete", "deletecollection"]));
        var subject = new JsonObject { ["kind"] = "ServiceAccount", ["name"] = account, ["namespace"] = ns };
        var role = new JsonObject { ["apiGroup"] = "rbac.authorization.k8s.io", ["kind"] = "Role", ["name"] = account };
        return
        [
            new ServiceAccount { ApiVersion = "v1", Kind = "ServiceAccount", Metadata = metadata },
            PlannedObjects.Untyped("rbac.authorization.k8s.io/v1", "Role", metadata, ("rules", rules)),
            PlannedObjects.Untyped("rbac.authorization.k8s.io/v1", "RoleBinding", metadata, ("roleRef", role), ("subjects", new JsonArray(subject))),
        ];
    }

    private static JsonObject Rule(string group, string[] resources, string[] verbs) => new()
    {
        ["apiGroups"] = new JsonArray(group),
        ["resources"] = new JsonArray([.. resources.Select(resource => JsonValue.Create(resource))]),
        ["verbs"] = new JsonArray([.. verbs.Select(verb => JsonValue.Create(verb))]),
    };
}
