using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Defaults;

/// <summary>Defaults of pods and of pod templates.</summary>
internal static class PodDefaults
{
    private const long DefaultMode = 420;

    /// <param name="isPod">A pod itself, not a template: it gets requests from limits and service links.</param>
    public static void Apply(JsonObject spec, bool isPod)
    {
        spec.Default("dnsPolicy", "ClusterFirst");
        spec.Default("restartPolicy", "Always");
        if (spec["terminationGracePeriodSeconds"] is null)
            spec["terminationGracePeriodSeconds"] = 30L;
        else if (isPod && spec["terminationGracePeriodSeconds"].Number < 0)
            spec["terminationGracePeriodSeconds"] = 1L;
        spec.Ensure("securityContext");
        spec.Default("schedulerName", "default-scheduler");
        if (isPod && spec["enableServiceLinks"] is null)
            spec["enableServiceLinks"] = true;
        if (spec.Text("serviceAccountName") is { Length: > 0 } account)
            spec["serviceAccount"] = account;
        else if (spec.Text("serviceAccount") is { Length: > 0 } old)
            spec["serviceAccountName"] = old;
        var hostNetwork = spec.IsTrue("hostNetwork");
        foreach (var container in spec.Objects("containers").Concat(spec.Objects("initContainers")))
            Container(container, isPod && hostNetwork, isPod);
        if (isPod)
            PodRequests.Default(spec);
        foreach (var container in spec.Objects("ephemeralContainers"))
            Container(container, false, false);
        foreach (var volume in spec.Objects("volumes"))
            Volume(volume);
    }

    private static void Container(JsonObject container, bool hostNetwork, bool isPod)
    {
        container.Default("imagePullPolicy", ImageName.PullPolicy(container.Text("image")));
        container.Default("terminationMessagePath", "/dev/termination-log");
        container.Default("terminationMessagePolicy", "File");
        foreach (var port in container.Objects("ports"))
        {
            port.Default("protocol", "TCP");
            if (hostNetwork && (port["hostPort"].Number ?? 0) == 0)
                port["hostPort"] = port["containerPort"]?.DeepClone();
        }

        foreach (var env in container.Objects("env"))
        {
            if (env.Map("valueFrom")?.Map("fieldRef") is { } field)
                field.Default("apiVersion", "v1");
            if (env.Map("valueFrom")?.Map("resourceFieldRef") is { } amount)
                amount.Default("divisor", "0");
        }

        foreach (var probe in (ReadOnlySpan<string>)["livenessProbe", "readinessProbe", "startupProbe"])
            Probe(container.Map(probe));
        foreach (var hook in (ReadOnlySpan<string>)["postStart", "preStop"])
            Http(container.Map("lifecycle")?.Map(hook)?.Map("httpGet"));
        if (isPod)
            RequestsFromLimits(container.Map("resources"));
    }

    private static void RequestsFromLimits(JsonObject? resources)
    {
        foreach (var (name, limit) in resources?.Map("limits") ?? [])
        {
            if (resources!.Ensure("requests")[name] is null)
                resources!.Ensure("requests")[name] = limit?.DeepClone();
        }
    }

    private static void Probe(JsonObject? probe)
    {
        if (probe is null)
            return;
        Positive(probe, "timeoutSeconds", 1);
        Positive(probe, "periodSeconds", 10);
        Positive(probe, "successThreshold", 1);
        Positive(probe, "failureThreshold", 3);
        Http(probe.Map("httpGet"));
        probe.Map("grpc")?.TryAdd("service", "");
    }

    private static void Positive(JsonObject map, string name, long value)
    {
        if ((map[name].Number ?? 0) == 0)
            map[name] = value;
    }

    private static void Http(JsonObject? get)
    {
        if (get is null)
            return;
        get.Default("path", "/");
        get.Default("scheme", "HTTP");
    }

    private static void Volume(JsonObject volume)
    {
        if (volume.Count == 1)
            volume["emptyDir"] = new JsonObject();
        foreach (var kind in (ReadOnlySpan<string>)["secret", "configMap", "downwardAPI", "projected"])
        {
            if (volume.Map(kind) is { } source && source["defaultMode"] is null)
                source["defaultMode"] = DefaultMode;
        }

        VolumeSourceDefaults.Apply(volume);
        foreach (var source in volume.Map("projected")?.Objects("sources") ?? [])
        {
            if (source.Map("serviceAccountToken") is { } token && token["expirationSeconds"] is null)
                token["expirationSeconds"] = 3600L;
        }

        var items = (volume.Map("downwardAPI")?.Objects("items") ?? [])
            .Concat((volume.Map("projected")?.Objects("sources") ?? []).SelectMany(source => source.Map("downwardAPI")?.Objects("items") ?? []));
        foreach (var item in items)
        {
            item.Map("fieldRef")?.Default("apiVersion", "v1");
            item.Map("resourceFieldRef")?.Default("divisor", "0");
        }

        if (volume.Map("ephemeral")?.Map("volumeClaimTemplate")?.Map("spec") is { } claim)
            Defaulting.Claim(claim);
    }
}
