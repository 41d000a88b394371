using Hearth.Kube.Core.Patching;

namespace Hearth.LocalCluster.ApiServer.Subresources;

/// <summary>Who owns an object's replicas, seen as the owners of its scale: an apply to the one meets those who own the other.</summary>
internal static class ScaleOwners
{
    private static readonly string[] s_replicas = ["f:spec", "f:replicas"];

    /// <param name="path">Of the replicas: <c>.spec.replicas</c>.</param>
    public static List<ManagedFieldsEntry> Of(IEnumerable<ManagedFieldsEntry> owners, string path) =>
        [.. owners.Where(owner => Owns(owner, path)).Select(owner => owner with { ApiVersion = "autoscaling/v1", Fields = With(new FieldSet(), s_replicas) })];

    /// <summary>Who sets the replicas by an update owns them alone; none are like none stated.</summary>
    public static List<ManagedFieldsEntry> Updated(long replicas, FieldManager manager) => replicas == 0
        ? []
        : [new() { Manager = manager.Name, Operation = "Update", ApiVersion = "autoscaling/v1", Subresource = manager.Subresource, Fields = With(new FieldSet(), s_replicas) }];

    /// <summary>Takes the replicas from those who own no scale any more, and gives them to those who do.</summary>
    /// <param name="owners">Changed in place.</param>
    public static void Return(List<ManagedFieldsEntry> owners, List<ManagedFieldsEntry> ofScale, string path, string apiVersion)
    {
        // Who updates a scale is another than who updates its object, and without a time.
        var kept = owners.FindAll(owner => owner.Operation == "Apply" && Owns(owner, path) && ofScale.Exists(other => IsSame(owner, other)));
        foreach (var owner in owners.Except(kept))
            Without(owner.Fields, Elements(path));
        owners.RemoveAll(owner => owner.Fields.IsEmpty);
        foreach (var owner in ofScale.Where(owner => !kept.Exists(known => IsSame(known, owner))))
            owners.Add(owner with { ApiVersion = apiVersion, Time = null, Fields = With(new FieldSet(), Elements(path)) });
    }

    private static bool IsSame(ManagedFieldsEntry one, ManagedFieldsEntry other) =>
        one.Manager == other.Manager && one.Operation == other.Operation && (one.Subresource ?? "") == (other.Subresource ?? "");

    private static bool Owns(ManagedFieldsEntry owner, string path)
    {
        var at = owner.Fields;
        foreach (var element in Elements(path))
        {
            if (at.Child(element) is not { } child)
                return false;
            at = child;
        }

        return at.IsMember;
    }

    private static FieldSet With(FieldSet fields, string[] elements)
    {
        elements.Aggregate(fields, (at, element) => at.Descend(element)).IsMember = true;
        return fields;
    }

    private static void Without(FieldSet fields, ReadOnlySpan<string> elements)
    {
        if (fields.Child(elements[0]) is not { } child)
            return;
        if (elements.Length > 1)
            Without(child, elements[1..]);
        if (elements.Length == 1 || child.IsEmpty)
            fields.Remove(elements[0]);
    }

    private static string[] Elements(string path) => [.. path.Split('.', StringSplitOptions.RemoveEmptyEntries).Select(name => "f:" + name)];
}
