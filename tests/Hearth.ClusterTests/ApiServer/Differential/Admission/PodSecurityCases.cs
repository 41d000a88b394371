using System.Text.Json.Nodes;

namespace Hearth.ClusterTests.ApiServers.Differential.Admission;

/// <summary>Namespaces of all levels and versions, and pods and templates that keep to them more or less. The cases depend on the seed alone.</summary>
internal sealed class PodSecurityCases(int seed)
{
    private const int Namespaces = 48;
    private const int PodsInCourse = 8;
    private const string Label = "pod-security.kubernetes.io/";

    // Each with its neighbours, where the standards changed.
    private static readonly string[] s_versions =
        ["latest", "v1.0", "v1.7", "v1.8", "v1.18", "v1.19", "v1.21", "v1.22", "v1.23", "v1.24", "v1.25", "v1.26", "v1.27", "v1.28", "v1.29", "v1.30", "v1.31", "v1.32", "v1.33", "v1.34", "v1.35", "v1.99"];

    private static readonly (string Path, Func<JsonObject, JsonObject> Spec)[] s_workloads =
    [
        ("/apis/apps/v1/namespaces/{0}/deployments", template => Selecting(template)),
        ("/apis/apps/v1/namespaces/{0}/replicasets", template => Selecting(template)),
        ("/apis/apps/v1/namespaces/{0}/statefulsets", template => Selecting(template)),
        ("/apis/apps/v1/namespaces/{0}/daemonsets", template => Selecting(template)),
        ("/apis/batch/v1/namespaces/{0}/jobs", template => new() { ["template"] = Ending(template) }),
        ("/apis/batch/v1/namespaces/{0}/cronjobs", template => new() { ["schedule"] = "@daily", ["jobTemplate"] = new JsonObject { ["spec"] = new JsonObject { ["template"] = Ending(template) } } }),
        ("/api/v1/namespaces/{0}/replicationcontrollers", template => new() { ["selector"] = new JsonObject { ["a"] = "b" }, ["template"] = template }),
        ("/api/v1/namespaces/{0}/podtemplates", template => template),
    ];

    private static readonly JsonObject[] s_volumes =
    [
        .. ((string[])
        [
            """{"configMap":{"name":"c"}}""", """{"csi":{"driver":"d.example.com"}}""", """{"downwardAPI":{"items":[{"path":"a","fieldRef":{"fieldPath":"metadata.name"}}]}}""", """{"emptyDir":{}}""", """{"secret":{"secretName":"s"}}""",
            """{"ephemeral":{"volumeClaimTemplate":{"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}}}}""", """{"persistentVolumeClaim":{"claimName":"c"}}""", """{"projected":{"sources":[{"configMap":{"name":"c"}}]}}""",
            """{"hostPath":{"path":"/x"}}""", """{"hostPath":{"path":"/y"}}""", """{"nfs":{"server":"s","path":"/x"}}""", """{"iscsi":{"targetPortal":"1.2.3.4","iqn":"iqn.2015-02.example.com:test","lun":1}}""", """{"gcePersistentDisk":{"pdName":"p"}}""",
            """{"awsElasticBlockStore":{"volumeID":"v"}}""", """{"gitRepo":{"repository":"r"}}""", """{"glusterfs":{"endpoints":"e","path":"p"}}""", """{"rbd":{"monitors":["m"],"image":"i"}}""", """{"flexVolume":{"driver":"a/b"}}""", """{"cinder":{"volumeID":"v"}}""",
            """{"cephfs":{"monitors":["m"]}}""", """{"flocker":{"datasetName":"d"}}""", """{"fc":{"wwids":["w"]}}""", """{"azureFile":{"secretName":"s","shareName":"s"}}""", """{"vsphereVolume":{"volumePath":"v"}}""", """{"quobyte":{"registry":"r:1","volume":"v"}}""",
            """{"azureDisk":{"diskName":"d","diskURI":"https://x.blob.core.windows.net/a/b.vhd","kind":"Shared"}}""", """{"portworxVolume":{"volumeID":"v"}}""", """{"scaleIO":{"gateway":"g","system":"s","secretRef":{"name":"s"},"volumeName":"v"}}""", """{"storageos":{"volumeName":"v"}}""",
            """{"photonPersistentDisk":{"pdID":"p"}}""",
        ]).Select(text => JsonNode.Parse(text)!.AsObject()),
    ];

    private readonly Random _random = new(seed);

    /// <summary>How many of a hundred fields are as the strictest level wants them.</summary>
    private int _care;

    /// <summary>Namespaces need an account for their pods; who tells the story makes it where no controller does.</summary>
    public IEnumerable<StoryRequest> Objects()
    {
        for (var i = 0; i < Namespaces; i++)
        {
            yield return Send("/api/v1/namespaces", new JsonObject { ["metadata"] = new JsonObject { ["name"] = "n" + i, ["labels"] = Labels(i) } });
            yield return Send($"/api/v1/namespaces/n{i}/serviceaccounts", new JsonObject { ["metadata"] = new JsonObject { ["name"] = "default" } }) with { Method = "QUIET", Path = $"POST /api/v1/namespaces/n{i}/serviceaccounts" };
        }
    }

    public IEnumerable<StoryRequest> Course(int number)
    {
        for (var i = 0; i < PodsInCourse; i++)
        {
            _care = Pick([97, 90, 60, 30]);
            var (ns, pod) = ("n" + _random.Next(Namespaces), Pod());
            yield return (Chance(60) ? Send($"/api/v1/namespaces/{ns}/pods", pod) : Workload(ns, pod)) with { Line = number };
        }
    }

    private JsonObject Labels(int number)
    {
        // Every version at both levels, and by chance what else there may be.
        var labels = new JsonObject { [Label + "enforce"] = number % 2 == 0 ? "baseline" : "restricted", [Label + "enforce-version"] = s_versions[number / 2 % s_versions.Length] };
        if (Chance(15))
            labels[Label + "enforce"] = "privileged";
        if (Chance(50))
            labels[Label + "warn"] = Pick(["baseline", "restricted", "privileged"]);
        if (Chance(60))
            labels[Label + "warn-version"] = Pick(s_versions);
        if (Chance(20))
            labels[Label + "audit"] = Pick(["baseline", "restricted", "privileged"]);
        if (Chance(5))
            labels.Remove(Label + "enforce-version");
        return labels;
    }

    private StoryRequest Workload(string ns, JsonObject pod)
    {
        var (path, spec) = Pick(s_workloads);
        var template = new JsonObject { ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["a"] = "b" } }, ["spec"] = pod["spec"]!.DeepClone() };
        if (pod["metadata"]!["annotations"] is { } annotations)
            template["metadata"]!["annotations"] = annotations.DeepClone();
        var isBare = path.EndsWith("podtemplates", StringComparison.Ordinal);
        return Send(string.Format(System.Globalization.CultureInfo.InvariantCulture, path, ns), new JsonObject { ["metadata"] = new JsonObject { ["name"] = "w" }, [isBare ? "template" : "spec"] = spec(template) });
    }

    private static JsonObject Selecting(JsonObject template) => new() { ["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["a"] = "b" } }, ["template"] = template };

    private static JsonObject Ending(JsonObject template)
    {
        template["spec"]!["restartPolicy"] = "Never";
        return template;
    }

    private JsonObject Pod()
    {
        var spec = new JsonObject();
        var names = Shuffled(["b", "a", "d", "c"])[.._random.Next(1, 5)];
        var inits = names[..(Chance(30) ? names.Length / 2 : 0)];
        if (inits.Length > 0)
            spec["initContainers"] = new JsonArray([.. inits.Select(name => (JsonNode)Container(name, isInit: true))]);
        spec["containers"] = new JsonArray([.. names[inits.Length..].Select(name => (JsonNode)Container(name, isInit: false))]);
        var security = Security(isPod: true);
        if (security.Count > 0)
            spec["securityContext"] = security;
        if (!Careful())
            spec["volumes"] = new JsonArray([.. Enumerable.Range(0, _random.Next(1, 4)).Select(i => (JsonNode)Volume("v" + i))]);
        foreach (var share in (ReadOnlySpan<string>)["hostNetwork", "hostPID", "hostIPC"])
        {
            if (!Careful() && Chance(40))
                spec[share] = Chance(80);
        }

        if (Chance(8))
            spec["hostUsers"] = false;
        if (Chance(8))
            MakeWindows(spec);
        var metadata = Annotated(names);
        var isGenerated = Chance(10);
        metadata[isGenerated ? "generateName" : "name"] = isGenerated ? "gen-" : "p";
        return new JsonObject { ["metadata"] = metadata, ["spec"] = spec };
    }

    private JsonObject Annotated(string[] containers)
    {
        var annotations = new JsonObject();
        if (!Careful() && Chance(50))
            annotations["seccomp.security.alpha.kubernetes.io/pod"] = Pick(["unconfined", "runtime/default", "docker/default", "localhost/x"]);
        foreach (var container in containers)
        {
            if (!Careful() && Chance(40))
                annotations["container.seccomp.security.alpha.kubernetes.io/" + container] = Pick(["unconfined", "runtime/default", "docker/default", "localhost/x"]);
            if (!Careful() && Chance(30))
                annotations["container.apparmor.security.beta.kubernetes.io/" + container] = Pick(["unconfined", "unconfined", "runtime/default", "localhost/x", ""]);
        }

        return annotations.Count > 0 ? new JsonObject { ["annotations"] = annotations } : [];
    }

    /// <summary>Windows takes no fields of Linux.</summary>
    private void MakeWindows(JsonObject spec)
    {
        spec["os"] = new JsonObject { ["name"] = Chance(80) ? "windows" : "linux" };
        if (Chance(20))
            return;
        foreach (var field in (ReadOnlySpan<string>)["hostPID", "hostIPC", "hostUsers", "hostNetwork"])
            spec.Remove(field);
        foreach (var owner in (JsonObject[])[spec, .. Containers(spec)])
        {
            if (owner["securityContext"] is not JsonObject security)
                continue;
            foreach (var field in security.Select(field => field.Key).Where(name => name != "runAsNonRoot").ToArray())
                security.Remove(field);
        }
    }

    private static IEnumerable<JsonObject> Containers(JsonObject spec) => ((string[])["initContainers", "containers"]).SelectMany(list => spec[list] as JsonArray ?? []).Select(container => container!.AsObject());

    private JsonObject Container(string name, bool isInit)
    {
        var container = new JsonObject { ["name"] = name, ["image"] = "i" };
        var security = Security(isPod: false);
        if (security.Count > 0 || Chance(20))
            container["securityContext"] = security;
        if (!Careful())
            container["ports"] = new JsonArray([.. Enumerable.Range(0, _random.Next(1, 3)).Select(i => (JsonNode)Port(i))]);
        if (isInit || Careful())
            return container;
        foreach (var probe in (ReadOnlySpan<string>)["livenessProbe", "readinessProbe", "startupProbe"])
        {
            if (Chance(30))
                container[probe] = Handler();
        }

        if (Chance(30))
            container["lifecycle"] = new JsonObject { [Pick(["postStart", "preStop"])] = Handler() };
        return container;
    }

    private JsonObject Port(int number)
    {
        var port = new JsonObject { ["containerPort"] = 8000 + number };
        if (Chance(60))
            port["hostPort"] = Chance(20) ? 0 : Pick([80, 443, 8000 + number, 9]) + number * 10_000;
        return port;
    }

    private JsonObject Handler()
    {
        var target = new JsonObject { ["port"] = 1 };
        if (Chance(60))
            target["host"] = Pick(["", "b.example.com", "a.example.com", "127.0.0.1"]);
        return new JsonObject { [Pick(["httpGet", "tcpSocket"])] = target };
    }

    private JsonObject Volume(string name)
    {
        var volume = (JsonObject)Pick(s_volumes).DeepClone();
        volume["name"] = name;
        return volume;
    }

    private JsonObject Security(bool isPod)
    {
        var security = new JsonObject();
        var isWhole = isPod || Chance(50);
        if (isWhole || !Careful())
            Set(security, "runAsNonRoot", Careful() ? true : Chance(50) ? false : null);
        if (!Careful())
            Set(security, "runAsUser", Pick([0, 0, 1000]));
        if (isWhole || !Careful())
            Set(security, "seccompProfile", Profile(Careful() ? "RuntimeDefault" : Pick(["Unconfined", "Localhost", "RuntimeDefault", ""])));
        if (!Careful() && Chance(60))
            Set(security, "appArmorProfile", Profile(Pick(["Unconfined", "Localhost", "RuntimeDefault"])));
        if (!Careful() && Chance(60))
            Set(security, "seLinuxOptions", Options());
        if (isPod && !Careful())
            security["sysctls"] = new JsonArray([.. Shuffled(["net.ipv4.tcp_wmem", "net.ipv4.tcp_fin_timeout", "net.ipv4.ip_local_reserved_ports", "net.ipv4.tcp_syncookies", "kernel.shm_rmid_forced", "kernel.msgmax", "net.core.somaxconn", "net.ipv4.tcp_rmem"])[..3].Select(name => (JsonNode)new JsonObject { ["name"] = name, ["value"] = "1" })]);
        if (!isPod)
            OfContainer(security);
        return security;
    }

    private void OfContainer(JsonObject security)
    {
        if (Careful() || Chance(50))
            security["allowPrivilegeEscalation"] = !Careful() && Chance(50);
        if (Careful() || Chance(50))
            security["capabilities"] = Capabilities();
        if (!Careful() && Chance(30))
            security["procMount"] = Pick(["Default", "Unmasked"]);
        if (!Careful() && Chance(10))
            security["privileged"] = Chance(50);
    }

    private JsonObject Capabilities()
    {
        var capabilities = new JsonObject();
        if (Careful() || Chance(60))
            capabilities["drop"] = Careful() ? new JsonArray("ALL") : Pick<Func<JsonArray>>([() => ["all"], () => ["KILL", "ALL"], () => ["KILL"], () => []])();
        if (!Careful())
            capabilities["add"] = new JsonArray([.. Shuffled(["NET_BIND_SERVICE", "CHOWN", "SYS_ADMIN", "NET_RAW", "KILL", "SETPCAP", "ALL"])[.._random.Next(3)].Select(name => (JsonNode)name)]);
        return capabilities;
    }

    private static JsonObject? Profile(string type) => type switch
    {
        "" => null,
        "Localhost" => new JsonObject { ["type"] = type, ["localhostProfile"] = "x.json" },
        _ => new JsonObject { ["type"] = type },
    };

    private JsonObject Options()
    {
        var options = new JsonObject();
        if (Chance(70))
            options["type"] = Pick(["container_t", "container_init_t", "container_kvm_t", "container_engine_t", "spc_t", "a_t", ""]);
        if (Chance(30))
            options["user"] = Pick(["system_u", ""]);
        if (Chance(30))
            options["role"] = Pick(["system_r", ""]);
        if (Chance(30))
            options["level"] = "s0";
        return options;
    }

    private static void Set(JsonObject security, string name, JsonNode? value)
    {
        if (value is not null)
            security[name] = value;
    }

    private static StoryRequest Send(string path, JsonObject body) =>
        new("pod security", 0, "POST", path.EndsWith("/namespaces", StringComparison.Ordinal) ? path : path + "?dryRun=All", new Dictionary<string, string>(StringComparer.Ordinal), body.ToJsonString());

    private bool Careful() => Chance(_care);

    private bool Chance(int percent) => _random.Next(100) < percent;

    private T Pick<T>(T[] from) => from[_random.Next(from.Length)];

    private string[] Shuffled(string[] from)
    {
        var shuffled = from.ToArray();
        _random.Shuffle(shuffled);
        return shuffled;
    }
}
