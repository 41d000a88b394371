using System.Security.Cryptography.X509Certificates;

namespace Hearth.Kube.Configuration;

/// <summary>
/// Reads kubeconfigs as kubectl does: the file asked for, else those of <c>KUBECONFIG</c> merged (the first to set a value wins), else
/// <c>~/.kube/config</c>. Relative paths inside a file start at that file's folder.
/// </summary>
public static class KubeConfigFile
{
    /// <summary>A kubeconfig where one is named or found, else the pod's service account.</summary>
    /// <exception cref="KubeConfigurationException">Neither exists, or what exists cannot be used.</exception>
    public static KubeConfiguration LoadOrInCluster(string? path = null, string? context = null, Func<string, string?>? environment = null)
    {
        environment ??= Environment.GetEnvironmentVariable;
        var noFile = path is null && Paths(environment).All(p => !File.Exists(p));
        return noFile && InCluster.IsAvailable(environment) ? InCluster.Load(environment) : Load(path, context, environment);
    }

    /// <param name="path">Null: <c>KUBECONFIG</c>, else <c>~/.kube/config</c>.</param>
    /// <param name="context">Null: the current context.</param>
    /// <param name="environment">Null: the process's environment.</param>
    /// <param name="time">Null: the system's clock. Decides when tokens are read again.</param>
    /// <exception cref="KubeConfigurationException">A file or context is missing, or a value in it cannot be used.</exception>
    public static KubeConfiguration Load(string? path = null, string? context = null, Func<string, string?>? environment = null, TimeProvider? time = null)
    {
        environment ??= Environment.GetEnvironmentVariable;
        var paths = path is null ? Paths(environment) : [path];
        var files = paths.Where(File.Exists).Select(YamlFields.Load).ToList();
        if (files.Count == 0)
        {
            throw new KubeConfigurationException(path is null
                ? $"No kubeconfig: {string.Join(", ", paths)} does not exist; KUBECONFIG can name another."
                : $"The kubeconfig {path} does not exist.");
        }

        return new Reader(files, time ?? TimeProvider.System).Read(context);
    }

    /// <summary>The names of all contexts, and the current one's.</summary>
    public static (IReadOnlyList<string> Names, string? Current) Contexts(string? path = null, Func<string, string?>? environment = null)
    {
        var paths = path is null ? Paths(environment ?? Environment.GetEnvironmentVariable) : [path];
        var reader = new Reader([.. paths.Where(File.Exists).Select(YamlFields.Load)], TimeProvider.System);
        return (reader.Names("contexts"), reader.Current);
    }

    private static List<string> Paths(Func<string, string?> environment)
    {
        if (environment("KUBECONFIG") is { Length: > 0 } list)
            return [.. list.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
        var home = environment("HOME") ?? environment("USERPROFILE") ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return [Path.Combine(home, ".kube", "config")];
    }

    private sealed class Reader(IReadOnlyList<YamlFields> files, TimeProvider time)
    {
        public string? Current => files.Select(f => f.Text("current-context")).FirstOrDefault(name => name is not null);

        private string Where => string.Join(" and ", files.Select(f => f.File));

        public IReadOnlyList<string> Names(string list) =>
            [.. files.SelectMany(f => f.Maps(list)).Select(f => f.Text("name")).OfType<string>().Distinct()];

        public KubeConfiguration Read(string? contextName)
        {
            contextName ??= Current ?? throw new KubeConfigurationException($"{Where}: no current-context is set. {Choose("contexts", "context")}");
            var context = Find("contexts", "context", contextName);
            var clusterName = context.Text("cluster") ?? throw context.Missing("cluster");
            var cluster = Find("clusters", "cluster", clusterName);
            var user = context.Text("user") is { } name ? Find("users", "user", name) : null;
            var server = cluster.Text("server") ?? throw cluster.Missing("server");
            return new()
            {
                Server = ServerUri(server, clusterName),
                Namespace = context.Text("namespace") ?? "default",
                CertificateAuthorities = Authorities(cluster, clusterName),
                SkipTlsVerify = cluster.Flag("insecure-skip-tls-verify"),
                TlsServerName = cluster.Text("tls-server-name"),
                Proxy = cluster.Text("proxy-url") is { } proxy ? ProxyUri(proxy, clusterName) : null,
                DisableCompression = cluster.Flag("disable-compression"),
                Credentials = user is null ? CredentialSource.Anonymous : Credentials(user, cluster, server),
                ImpersonateUser = user?.Text("as"),
                ImpersonateGroups = user?.Texts("as-groups") ?? [],
                Origin = $"context \"{contextName}\" of {context.File}",
            };
        }

        private YamlFields Find(string list, string kind, string name)
        {
            var entry = files.SelectMany(f => f.Maps(list)).FirstOrDefault(f => f.Text("name") == name)
                ?? throw new KubeConfigurationException($"{Where}: no {kind} is named \"{name}\". {Choose(list, kind)}");
            return entry.Map(kind) ?? throw entry.Missing(kind);
        }

        private string Choose(string list, string kind) => Names(list) is { Count: > 0 } names
            ? $"The file has: {string.Join(", ", names)}."
            : $"The file has no {kind}.";

        private Uri ServerUri(string server, string cluster)
        {
            // kubectl takes a bare host too, and means http by it.
            var text = server.Contains("://", StringComparison.Ordinal) ? server : "http://" + server;
            return Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http"
                ? uri
                : throw new KubeConfigurationException($"{Where}: the server \"{server}\" of cluster \"{cluster}\" is no http or https address.");
        }

        private Uri ProxyUri(string proxy, string cluster) =>
            Uri.TryCreate(proxy, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" or "socks5"
                ? uri
                : throw new KubeConfigurationException($"{Where}: the proxy-url \"{proxy}\" of cluster \"{cluster}\" must start with http://, https:// or socks5://.");

        private static X509Certificate2Collection? Authorities(YamlFields cluster, string name)
        {
            var what = $"the certificate authority of cluster \"{name}\" in {cluster.File}";
            if (cluster.Text("certificate-authority-data") is { } data)
                return Certificates.FromPem(Certificates.Decode(data, what), what);
            return cluster.Text("certificate-authority") is { } path ? Certificates.FromFile(Beside(cluster, path), what) : null;
        }

        private CredentialSource Credentials(YamlFields user, YamlFields cluster, string server)
        {
            var certificate = ClientCertificate(user);
            if (user.Text("token") is { } token && user.Text("tokenFile") is null)
                return CredentialSource.FromToken(token, certificate);
            if (user.Text("tokenFile") is { } file)
                return CredentialSource.FromTokenFile(Beside(user, file), time, certificate);
            if (user.Text("username") is { } name)
                return CredentialSource.FromPassword(name, user.Text("password") ?? "", certificate);
            if (user.Map("exec") is { } exec)
                return new ExecCredential(ExecPlugin.Read(exec, cluster, server), time);
            if (user.Map("auth-provider") is { } provider)
            {
                throw new KubeConfigurationException($"{user.File}: the auth-provider \"{provider.Text("name")}\" was removed from Kubernetes in 1.26. "
                    + "Write the kubeconfig anew with the provider's tool; it then uses an exec plugin.");
            }

            return certificate is null ? CredentialSource.Anonymous : CredentialSource.FromCertificate(certificate);
        }

        private static X509Certificate2Collection? ClientCertificate(YamlFields user)
        {
            const string What = "the client certificate";
            var certificate = Pem(user, "client-certificate", What);
            var key = Pem(user, "client-key", "the client key");
            return (certificate, key) switch
            {
                (null, null) => null,
                (not null, null) => throw user.Missing("client-key or client-key-data"),
                (null, not null) => throw user.Missing("client-certificate or client-certificate-data"),
                _ => Certificates.WithKey(certificate, key, $"{What} of {user.File}"),
            };
        }

        private static string? Pem(YamlFields user, string name, string what)
        {
            if (user.Text(name + "-data") is { } data)
                return Certificates.Decode(data, $"{what} data of {user.File}");
            return user.Text(name) is { } path ? Certificates.ReadFile(Beside(user, path), what) : null;
        }

        private static string Beside(YamlFields fields, string path) =>
            Path.GetFullPath(path, Path.GetDirectoryName(Path.GetFullPath(fields.File))!);
    }
}
