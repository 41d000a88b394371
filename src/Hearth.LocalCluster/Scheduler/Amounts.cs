using System.Text.Json;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Core.Quantities;
using Hearth.Kube.Core.Serialization;

namespace Hearth.LocalCluster.Scheduling;

/// <summary>Amounts of resources by name: thousandths of cores for <c>cpu</c>, whole units (bytes, pieces) for all others.</summary>
internal sealed class Amounts
{
    private readonly Dictionary<string, long> _values = new(StringComparer.Ordinal);

    public IEnumerable<KeyValuePair<string, long>> Values => _values;

    public long this[string resource]
    {
        get => _values.GetValueOrDefault(resource);
        set => _values[resource] = value;
    }

    public static Amounts Of(IReadOnlyDictionary<string, Quantity>? quantities)
    {
        var amounts = new Amounts();
        foreach (var (resource, quantity) in quantities ?? new Dictionary<string, Quantity>())
            amounts[resource] = resource == "cpu" ? quantity.Milli() : quantity.RoundedUp();
        return amounts;
    }

    /// <summary>
    /// What a pod requests: the sum of its containers and sidecars, or what the hungriest step of its initialization needs, or what is stated for
    /// the pod as a whole, plus overhead.
    /// </summary>
    public static Amounts RequestedBy(PodSpec spec) => RequestedBy(spec, Of);

    /// <summary>The same, where a container that requests no cpu or memory counts for a tenth of a core and 200 MiB.</summary>
    public static Amounts UsualOf(PodSpec spec) => RequestedBy(spec, UsualOf);

    private static Amounts RequestedBy(PodSpec spec, Func<Container, Amounts> requested)
    {
        var sidecars = new Amounts();
        var peak = new Amounts();
        foreach (var init in spec.InitContainers ?? [])
        {
            var requests = requested(init);
            if (init.RestartPolicy == "Always")
                sidecars.Add(requests);
            else
                requests.Add(sidecars);
            peak.RaiseTo(init.RestartPolicy == "Always" ? sidecars : requests);
        }

        var total = new Amounts();
        total.Add(sidecars);
        foreach (var container in spec.Containers ?? [])
            total.Add(requested(container));
        total.RaiseTo(peak);
        foreach (var (resource, amount) in StatedFor(spec))
            total[resource] = amount;
        if (spec.Extra?.TryGetValue("overhead", out var overhead) == true)
        {
            foreach (var amount in overhead.EnumerateObject())
                total[amount.Name] += amount.Name == "cpu" ? new Quantity(amount.Value.GetString() ?? "").Milli() : new Quantity(amount.Value.GetString() ?? "").RoundedUp();
        }

        total["pods"] = 1;
        return total;
    }

    public void Add(Amounts other)
    {
        foreach (var (resource, value) in other._values)
            this[resource] += value;
    }

    public void Subtract(Amounts other)
    {
        foreach (var (resource, value) in other._values)
            this[resource] -= value;
    }

    private void RaiseTo(Amounts other)
    {
        foreach (var (resource, value) in other._values)
            this[resource] = Math.Max(this[resource], value);
    }

    private static Amounts UsualOf(Container container)
    {
        const long Memory = 200 * 1024 * 1024;
        var amounts = Of(container);
        if (amounts["cpu"] == 0)
            amounts["cpu"] = 100;
        if (amounts["memory"] == 0)
            amounts["memory"] = Memory;
        return amounts;
    }

    private static Amounts Of(Container container) => Of(container.Resources);

    // A limit without a request is a request.
    private static Amounts Of(ResourceRequirements? resources)
    {
        var amounts = Of(resources?.Limits);
        foreach (var (resource, value) in Of(resources?.Requests)._values)
            amounts[resource] = value;
        return amounts;
    }

    /// <summary><c>spec.resources</c>: cpu, memory and huge pages that the containers of a pod share.</summary>
    private static IEnumerable<KeyValuePair<string, long>> StatedFor(PodSpec spec) =>
        spec.Extra?.TryGetValue("resources", out var resources) == true && resources.Deserialize(KubeJson.Default.ResourceRequirements) is { } stated
            ? Of(stated).Values.Where(v => v.Key is "cpu" or "memory" || v.Key.StartsWith("hugepages-", StringComparison.Ordinal))
            : [];
}
