using System.Text;
using Hearth.Kube.Core.Objects;

namespace Hearth.LocalCluster.Nodes;

/// <summary>
/// The <c>/etc/hosts</c> of pods: one file for each namespace, and one for each pod with aliases of its own. They are bound into running
/// containers and so are changed in place, never replaced.
/// </summary>
internal sealed class HostsFiles(string folder, string clusterDomain)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, byte[]> _written = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Namespace, IReadOnlyList<HostAlias> Aliases)> _own = new(StringComparer.Ordinal);
    private HostsSnapshot _snapshot = new([], [], []);

    /// <summary>The file for a pod; it exists when this returns.</summary>
    public string FileFor(Pod pod)
    {
        lock (_lock)
        {
            var ns = pod.Metadata.Namespace ?? "";
            var name = ns;
            if (pod.Spec?.HostAliases is { Count: > 0 } aliases)
            {
                name = $"{ns}_{pod.Metadata.Uid}";
                _own[name] = (ns, aliases);
            }

            Write(name);
            return PathOf(name);
        }
    }

    /// <summary>Forgets the file of a pod that is gone.</summary>
    public void Remove(Pod pod)
    {
        lock (_lock)
        {
            var name = $"{pod.Metadata.Namespace}_{pod.Metadata.Uid}";
            if (_own.Remove(name))
            {
                _written.Remove(name);
                File.Delete(PathOf(name));
            }
        }
    }

    /// <summary>Brings every file up to date.</summary>
    public void Update(HostsSnapshot snapshot)
    {
        lock (_lock)
        {
            _snapshot = snapshot;
            foreach (var name in _written.Keys.ToList())
                Write(name);
        }
    }

    /// <summary>The lines of one file. Pure.</summary>
    internal static string Content(HostsSnapshot snapshot, string ns, IReadOnlyList<HostAlias> aliases, string clusterDomain)
    {
        var text = new StringBuilder("# Kubernetes-managed hosts file.\n127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n");
        foreach (var line in snapshot.HostLines)
            text.Append(line).Append('\n');
        foreach (var (ip, name, podNamespace) in snapshot.Pods)
        {
            if (podNamespace == ns)
                text.Append(ip).Append('\t').Append(name).Append('\n');
        }

        foreach (var (ip, service, serviceNamespace) in snapshot.Services)
        {
            text.Append(ip).Append('\t');
            if (serviceNamespace == ns)
                text.Append(service).Append(' ');
            text.Append($"{service}.{serviceNamespace} {service}.{serviceNamespace}.svc {service}.{serviceNamespace}.svc.{clusterDomain}\n");
        }

        if (aliases.Count > 0)
            text.Append("# Entries added by HostAliases.\n");
        foreach (var alias in aliases)
            text.Append(alias.Ip).Append('\t').AppendJoin('\t', alias.Hostnames ?? []).Append('\n');
        return text.ToString();
    }

    private string PathOf(string name) => Path.Combine(folder, name);

    private void Write(string name)
    {
        var (ns, aliases) = _own.TryGetValue(name, out var own) ? own : (name, []);
        var content = Encoding.UTF8.GetBytes(Content(_snapshot, ns, aliases, clusterDomain));
        var before = _written.GetValueOrDefault(name) ?? [];
        if (before.AsSpan().SequenceEqual(content))
            return;
        Directory.CreateDirectory(folder);
        // Only what differs is written, so that a reader meanwhile sees most names whole.
        var common = before.AsSpan().CommonPrefixLength(content);
        using var file = new FileStream(PathOf(name), new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, Share = FileShare.ReadWrite, BufferSize = 0 });
        file.Position = common;
        file.Write(content.AsSpan(common));
        file.SetLength(content.Length);
        _written[name] = content;
    }
}

/// <param name="Services">The address, name and namespace of each service; several lines for several addresses.</param>
/// <param name="Pods">The address, host name and namespace of each pod.</param>
/// <param name="HostLines">Lines of the machine's own file that stay.</param>
internal sealed record HostsSnapshot(
    IReadOnlyList<(string Address, string Name, string Namespace)> Services,
    IReadOnlyList<(string Address, string Name, string Namespace)> Pods,
    IReadOnlyList<string> HostLines);
