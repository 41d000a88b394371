using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hearth.Kube.Core.Objects;
using Hearth.Spark.Configuration;

namespace Hearth.Spark.Submission.Steps;

/// <summary>The pod's name, labels, image, resources, ports and first environment variables.</summary>
internal static class BasicDriverStep
{
    private const int DefaultDriverPort = 7078;
    private const int DefaultBlockManagerPort = 7079;
    private static readonly JsonElement s_forbidden = JsonElement.Parse("""{"allowPrivilegeEscalation":false}""");

    public static void Check(PodDraft draft)
    {
        if (Image(draft) is null)
            draft.Conf.Problem(SparkKeys.Image, "Must specify the driver container image", "set spark.kubernetes.container.image");
        AddOwnLabels(draft);
        draft.Conf.Bool(SparkKeys.WaitAppCompletion, true);
        draft.Conf.Bool(SparkKeys.TrustCertificates, false);
        draft.Conf.Int(SparkKeys.RequestTimeout, 0);
        draft.Conf.Int(SparkKeys.ConnectionTimeout, 0);
    }

    public static void Configure(PodDraft draft)
    {
        draft.PodName = draft.Names.DriverPod;
        draft.RestartPolicy = "Never";
        draft.Image = Image(draft) ?? "";
        draft.ImagePullPolicy = draft.Conf.Choice(SparkKeys.ImagePullPolicy, "IfNotPresent", "Always", "Never", "IfNotPresent");
        AddMetadata(draft);
        AddScheduling(draft);
        AddPorts(draft);
        AddEnvironment(draft);
        var factor = AddResources(draft);
        AddSecurityContext(draft);
        draft.Properties[SparkKeys.DriverPodName] = draft.Names.DriverPod;
        draft.Properties[SparkKeys.AppId] = draft.ApplicationId;
        draft.Properties[SparkKeys.SubmitInDriver] = "true";
        draft.Properties[SparkKeys.MemoryOverheadFactor] = JavaText.Double(factor);
        DependencyUpload.Rewrite(draft);
    }

    private static string? Image(PodDraft draft)
    {
        var image = draft.Conf.Text(SparkKeys.DriverImage) ?? draft.Conf.Text(SparkKeys.Image);
        return draft.Traits.ImageVersionPlaceholder ? image?.Replace("{{SPARK_VERSION}}", draft.Request.Version.Text, StringComparison.Ordinal) : image;
    }

    private static void AddOwnLabels(PodDraft draft)
    {
        var reserved = new (string Key, string Value)[]
        {
            ("spark-version", draft.Request.Version.Text),
            ("spark-app-selector", draft.ApplicationId),
            ("spark-app-name", ResourceNames.Label(draft.Names.ApplicationName)),
            ("spark-role", "driver"),
        };
        foreach (var (key, value) in draft.Conf.Conf.WithPrefix(SparkKeys.DriverLabel))
        {
            if (reserved.Any(label => label.Key == key))
            {
                draft.Conf.Problem(SparkKeys.DriverLabel + key,
                    $"requirement failed: Label with key {key} is not allowed as it is reserved for Spark bookkeeping operations.", "use another label");
            }

            draft.OwnLabels[key] = draft.Traits.LabelPlaceholders ? Substitute(draft, value) : value;
        }

        foreach (var (key, value) in reserved)
            draft.OwnLabels[key] = value;
    }

    private static void AddMetadata(PodDraft draft)
    {
        foreach (var (key, value) in draft.OwnLabels)
            draft.Labels[key] = value;
        foreach (var (key, value) in draft.Conf.Conf.WithPrefix(SparkKeys.DriverAnnotation))
            draft.Annotations[key] = Substitute(draft, value);
    }

    private static string Substitute(PodDraft draft, string value) =>
        value.Replace("{{APP_ID}}", draft.ApplicationId, StringComparison.Ordinal).Replace("{{EXECUTOR_ID}}", "", StringComparison.Ordinal);

    private static void AddScheduling(PodDraft draft)
    {
        foreach (var (key, value) in draft.Conf.Conf.WithPrefix(SparkKeys.NodeSelector))
            draft.NodeSelector[key] = value;
        foreach (var (key, value) in draft.Conf.Conf.WithPrefix(SparkKeys.DriverNodeSelector))
            draft.NodeSelector[key] = value;
        foreach (var secret in draft.Conf.List(SparkKeys.ImagePullSecrets))
            draft.PullSecrets.Add(new LocalObjectReference { Name = secret });
        draft.SchedulerName = draft.Conf.Text(SparkKeys.DriverSchedulerName) ?? draft.Conf.Text(SparkKeys.SchedulerName) ?? draft.SchedulerName;
    }

    private static void AddPorts(PodDraft draft)
    {
        var conf = draft.Conf;
        Add("driver-rpc-port", conf.PlainInt(SparkKeys.DriverPort, DefaultDriverPort));
        Add("blockmanager", conf.PlainInt(SparkKeys.DriverBlockManagerPort, conf.PlainInt(SparkKeys.BlockManagerPort, DefaultBlockManagerPort)));
        Add("spark-ui", conf.Int(SparkKeys.UiPort, DriverServiceStep.DefaultUiPort));
        if (draft.Traits.ConnectPort)
            Add("spark-connect", conf.PlainInt(SparkKeys.ConnectPort, DriverServiceStep.DefaultConnectPort));

        void Add(string name, int port) => draft.Ports.Add(new ContainerPort { Name = name, Port = port, Protocol = "TCP" });
    }

    private static void AddEnvironment(PodDraft draft)
    {
        var proxy = draft.Traits.ProxyUserIsSparkUser ? draft.Request.ProxyUser : null;
        draft.AddEnv("SPARK_USER", proxy ?? draft.Request.Submitter.User);
        draft.AddEnv("SPARK_APPLICATION_ID", draft.ApplicationId);
        foreach (var (name, value) in draft.Conf.Conf.WithPrefix(SparkKeys.DriverEnv))
            draft.AddEnv(name, value);
        draft.Env.Add(new EnvVar
        {
            Name = "SPARK_DRIVER_BIND_ADDRESS",
            ValueFrom = new EnvVarSource { FieldRef = new ObjectFieldSelector { ApiVersion = "v1", FieldPath = "status.podIP" } },
        });
    }

    // Returns the factor that executors inherit: not the driver's own.
    private static double AddResources(PodDraft draft)
    {
        var conf = draft.Conf;
        var cores = conf.Int(SparkKeys.DriverCores, 1);
        foreach (var key in (ReadOnlySpan<string>)[SparkKeys.DriverRequestCores, SparkKeys.DriverLimitCores])
        {
            if (conf.Text(key) is { Length: 0 })
                conf.Problem(key, "Invalid quantity string format passed.", "write a number of cores such as 2 or 500m, or leave the key away");
        }

        draft.Requests["cpu"] = conf.Text(SparkKeys.DriverRequestCores) ?? cores.ToString(CultureInfo.InvariantCulture);
        if (conf.Text(SparkKeys.DriverLimitCores) is { } limit)
            draft.Limits["cpu"] = limit;

        var common = conf.Double(SparkKeys.MemoryOverheadFactor, factor => factor >= 0, "Ensure that memory overhead is non-negative")
            ?? (draft.Request.Main.Language == ApplicationLanguage.Java ? MemorySize.JvmFactor : MemorySize.NonJvmFactor);
        var own = conf.Double(SparkKeys.DriverMemoryOverheadFactor, factor => factor > 0, "Ensure that memory overhead is a double greater than 0");
        var minimum = draft.Traits.MinMemoryOverhead ? conf.Mebibytes(SparkKeys.DriverMinMemoryOverhead) ?? MemorySize.MinOverhead : MemorySize.MinOverhead;
        var heap = conf.Mebibytes(SparkKeys.DriverMemory) ?? MemorySize.DefaultHeap;
        var total = heap + MemorySize.Overhead(heap, own ?? common, conf.Mebibytes(SparkKeys.DriverMemoryOverhead), minimum);
        var memory = string.Create(CultureInfo.InvariantCulture, $"{total}Mi");
        draft.Requests["memory"] = memory;
        draft.Limits["memory"] = memory;
        foreach (var (name, amount) in CustomResources.Read(conf, SparkKeys.DriverResource))
            draft.Limits[name] = amount;
        return common;
    }

    private static void AddSecurityContext(PodDraft draft)
    {
        if (!draft.Traits.AllowPrivilegeEscalation)
            return;
        var allow = draft.Conf.Bool(SparkKeys.DriverAllowPrivilegeEscalation, SparkKeys.AllowPrivilegeEscalation, false);
        if (draft.SecurityContext is null && !allow)
        {
            draft.SecurityContext = s_forbidden;
            return;
        }

        var context = draft.SecurityContext is { ValueKind: JsonValueKind.Object } given ? JsonObject.Create(given)! : [];
        context["allowPrivilegeEscalation"] = allow;
        draft.SecurityContext = JsonElement.Parse(context.ToJsonString());
    }
}
