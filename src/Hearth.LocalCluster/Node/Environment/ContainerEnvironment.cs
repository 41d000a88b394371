using System.Text;
using Hearth.Kube.Core.Objects;

namespace Hearth.LocalCluster.Nodes;

/// <summary>The variables of a container, from everything that Kubernetes lets a pod name. Pure.</summary>
internal static class ContainerEnvironment
{
    /// <param name="services">The services of the pod's namespace, and <c>default/kubernetes</c>.</param>
    /// <exception cref="ContainerStartException"><c>CreateContainerConfigError</c>: something required is missing.</exception>
    public static Dictionary<string, string> Resolve(
        Container container, PodFacts facts, PodObjects objects, ImageDescription image, IReadOnlyDictionary<string, string> services)
    {
        var result = new Dictionary<string, string>(StringComparer.Ordinal) { ["PATH"] = ExecutablePath.Default, ["HOSTNAME"] = Hostname(facts.Pod) };
        var own = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["POD_IP"] = facts.PodIP,
            ["POD_NAME"] = facts.Pod.Metadata.Name ?? "",
            ["POD_NAMESPACE"] = facts.Pod.Metadata.Namespace ?? "",
        };
        foreach (var (name, value) in image.Environment)
            result[name] = VariableExpansion.Expand(value, own);
        foreach (var (name, value) in services)
            result[name] = value;
        var known = new Dictionary<string, string>(services, StringComparer.Ordinal);
        foreach (var from in container.EnvFrom ?? [])
            AddAll(from, objects, known);
        foreach (var variable in container.Env ?? [])
        {
            if (Value(variable, container, facts, objects, known) is { } value)
                known[variable.Name] = value;
        }

        foreach (var (name, value) in known)
            result[name] = value;
        return result;
    }

    /// <summary>The host name of a pod: <c>spec.hostname</c>, or its name, at most 63 characters.</summary>
    public static string Hostname(Pod pod)
    {
        var name = pod.Spec?.Hostname is { Length: > 0 } given ? given : pod.Metadata.Name ?? "";
        return name.Length <= 63 ? name : name[..63].TrimEnd('-', '.');
    }

    private static string? Value(EnvVar variable, Container container, PodFacts facts, PodObjects objects, Dictionary<string, string> known)
    {
        switch (variable.ValueFrom)
        {
            case null:
                return VariableExpansion.Expand(variable.Value ?? "", known);
            case { FieldRef.FieldPath: { } path }:
                return facts.Field(path) ?? throw ConfigError($"unsupported fieldPath: {path}");
            case { ResourceFieldRef: { } selector }:
                return facts.Resource(selector, ContainerNamed(selector.ContainerName, container, facts.Pod))
                    ?? throw ConfigError($"unsupported container resource : {selector.Resource}");
            case { ConfigMapKeyRef: { } key }:
                return FromConfigMap(key, objects, facts);
            case { SecretKeyRef: { } key }:
                return FromSecret(key, objects, facts);
            default:
                return null;
        }
    }

    private static string? FromConfigMap(KeySelector key, PodObjects objects, PodFacts facts)
    {
        if (objects.ConfigMaps.GetValueOrDefault(key.Name ?? "") is not { } map)
            return key.Optional == true ? null : throw ConfigError($"configmap \"{key.Name}\" not found");
        if (map.Data?.TryGetValue(key.Key ?? "", out var value) == true)
            return value;
        return key.Optional == true ? null : throw ConfigError($"couldn't find key {key.Key} in ConfigMap {facts.Pod.Metadata.Namespace}/{key.Name}");
    }

    private static string? FromSecret(KeySelector key, PodObjects objects, PodFacts facts)
    {
        if (objects.Secrets.GetValueOrDefault(key.Name ?? "") is not { } secret)
            return key.Optional == true ? null : throw ConfigError($"secret \"{key.Name}\" not found");
        if (secret.Data?.TryGetValue(key.Key ?? "", out var value) == true)
            return Encoding.UTF8.GetString(Convert.FromBase64String(value));
        return key.Optional == true ? null : throw ConfigError($"couldn't find key {key.Key} in Secret {facts.Pod.Metadata.Namespace}/{key.Name}");
    }

    private static void AddAll(EnvFromSource from, PodObjects objects, Dictionary<string, string> known)
    {
        if (from.ConfigMapRef is { } mapRef)
        {
            if (objects.ConfigMaps.GetValueOrDefault(mapRef.Name ?? "") is { } map)
                AddPrefixed(known, from.Prefix, map.Data, value => value);
            else if (mapRef.Optional != true)
                throw ConfigError($"configmap \"{mapRef.Name}\" not found");
        }

        if (from.SecretRef is { } secretRef)
        {
            if (objects.Secrets.GetValueOrDefault(secretRef.Name ?? "") is { } secret)
                AddPrefixed(known, from.Prefix, secret.Data, value => Encoding.UTF8.GetString(Convert.FromBase64String(value)));
            else if (secretRef.Optional != true)
                throw ConfigError($"secret \"{secretRef.Name}\" not found");
        }

    }

    private static void AddPrefixed(Dictionary<string, string> known, string? prefix, IReadOnlyDictionary<string, string>? data, Func<string, string> decode)
    {
        foreach (var (key, value) in data ?? new Dictionary<string, string>())
        {
            var name = prefix + key;
            if (name.Length > 0 && !name.Contains('=', StringComparison.Ordinal))
                known[name] = decode(value);
        }
    }

    private static Container ContainerNamed(string? name, Container own, Pod pod) =>
        string.IsNullOrEmpty(name) || name == own.Name
            ? own
            : (pod.Spec?.Containers ?? []).Concat(pod.Spec?.InitContainers ?? []).FirstOrDefault(c => c.Name == name)
                ?? throw ConfigError($"container {name} not found");

    private static ContainerStartException ConfigError(string message) => new("CreateContainerConfigError", message);
}
