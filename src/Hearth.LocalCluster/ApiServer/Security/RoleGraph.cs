using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.Store;

namespace Hearth.LocalCluster.ApiServer.Security;

/// <summary>A binding that concerns a user: why (<paramref name="Reason"/>) and what it grants.</summary>
/// <param name="Missing">The role that it names, where there is none: its kind in small letters, and its name.</param>
internal sealed record RoleGrant(string Reason, RoleRule[] Rules, (string Kind, string Name)? Missing);

/// <summary>All roles and bindings of one moment, decoded once; a new graph is made after they have changed.</summary>
internal sealed class RoleGraph
{
    private const string Group = "rbac.authorization.k8s.io";

    private readonly ObjectMap[] _from;
    private readonly Dictionary<(string Namespace, string Name), RoleRule[]> _roles = [];
    private readonly List<Binding> _clusterBindings;
    private readonly ILookup<string, Binding> _bindings;

    private RoleGraph(ApiContext context, ObjectMap[] from)
    {
        _from = from;
        foreach (var role in Decode(context, "clusterroles", from[0]))
            _roles[("", Name(role))] = RoleRule.ReadAll(role);
        foreach (var role in Decode(context, "roles", from[1]))
            _roles[(role.Map("metadata")?.Text("namespace") ?? "", Name(role))] = RoleRule.ReadAll(role);
        _clusterBindings = [.. Decode(context, "clusterrolebindings", from[2]).Select(Binding.Read)];
        _bindings = Decode(context, "rolebindings", from[3]).Select(Binding.Read).ToLookup(binding => binding.Namespace, StringComparer.Ordinal);
    }

    public static RoleGraph Refresh(ApiContext context, RoleGraph? known)
    {
        ObjectMap[] now = [Objects(context, "clusterroles"), Objects(context, "roles"), Objects(context, "clusterrolebindings"), Objects(context, "rolebindings")];
        return known is not null && known._from.AsSpan().SequenceEqual(now) ? known : new RoleGraph(context, now);
    }

    /// <summary>Every binding that holds for the user: cluster-wide ones, and those of a namespace.</summary>
    public IEnumerable<RoleGrant> Grants(UserInfo user, string ns)
    {
        foreach (var binding in ns.Length > 0 ? _clusterBindings.Concat(_bindings[ns]) : _clusterBindings)
        {
            var subject = Array.Find(binding.Subjects, candidate => candidate.Is(user));
            if (subject is null)
                continue;
            yield return RulesOf(binding.RoleKind, binding.RoleName, binding.Namespace) is { } rules
                ? new RoleGrant($"RBAC: allowed by {binding.Title} of {binding.RoleKind} \"{binding.RoleName}\" to {subject.Title}", rules, null)
                : new RoleGrant("", [], (binding.RoleKind.ToLowerInvariant(), binding.RoleName));
        }
    }

    /// <summary>The roles that bindings name and that are missing, as one text, each once; empty where none is.</summary>
    /// <param name="plural">What storage calls them all; null where a cache names their kinds.</param>
    public static string Missing(IEnumerable<RoleGrant> grants, string? plural = null)
    {
        var errors = grants.Select(grant => grant.Missing).OfType<(string Kind, string Name)>().Select(role => $"{plural ?? role.Kind}.{Group} \"{role.Name}\" not found").Distinct(StringComparer.Ordinal).ToArray();
        return errors.Length > 1 ? $"[{string.Join(", ", errors)}]" : string.Concat(errors);
    }

    /// <summary>The rules of a role; null where there is none.</summary>
    public RoleRule[]? RulesOf(string kind, string name, string ns) => _roles.GetValueOrDefault((kind == "Role" ? ns : "", name));

    private static ObjectMap Objects(ApiContext context, string plural) => context.Store.Table($"{plural}.{Group}").Objects;

    private static IEnumerable<JsonObject> Decode(ApiContext context, string plural, ObjectMap objects)
    {
        var resource = context.BuiltIn(Group, plural);
        return objects.In(null).Select(stored => ObjectEncoder.Decode(resource, stored));
    }

    private static string Name(JsonObject value) => value.Map("metadata")?.Text("name") ?? "";

    private sealed record Binding(string Namespace, string Title, string RoleKind, string RoleName, Subject[] Subjects)
    {
        public static Binding Read(JsonObject value)
        {
            var ns = value.Map("metadata")?.Text("namespace") ?? "";
            var name = ns.Length > 0 ? $"{RoleGraph.Name(value)}/{ns}" : RoleGraph.Name(value);
            var role = value.Map("roleRef");
            return new Binding(
                ns, $"{value.Text("kind")} \"{name}\"", role?.Text("kind") ?? "", role?.Text("name") ?? "", [.. value.Objects("subjects").Select(subject => Subject.Read(subject, ns))]);
        }
    }

    private sealed record Subject(string Kind, string Name, string Title)
    {
        public static Subject Read(JsonObject value, string bindingNamespace)
        {
            var (kind, name) = (value.Text("kind") ?? "", value.Text("name") ?? "");
            if (kind != "ServiceAccount")
                return new Subject(kind, name, $"{kind} \"{name}\"");
            var ns = value.Text("namespace") ?? bindingNamespace;
            return new Subject(kind, $"system:serviceaccount:{ns}:{name}", $"ServiceAccount \"{name}/{ns}\"");
        }

        public bool Is(UserInfo user) => Kind == "Group" ? user.Groups.Contains(Name) : Kind is "User" or "ServiceAccount" && user.Name == Name;
    }
}
