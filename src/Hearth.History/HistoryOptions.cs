using System.Security.Cryptography.X509Certificates;
using Hearth.History.Access;
using Hearth.History.Rest;

namespace Hearth.History;

/// <summary>What the history server is told.</summary>
public sealed record HistoryOptions
{
    /// <summary>Directories of event logs: paths, <c>file:</c> or <c>s3:</c> (<c>s3a:</c>) URIs.</summary>
    public required IReadOnlyList<string> LogDirectories { get; init; }

    /// <summary>Where to listen. Beyond this machine a token is demanded.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>The port; 0 takes a free one. Spark's default is 18080.</summary>
    public int Port { get; init; } = 18080;

    /// <summary>The bearer token that clients must show; without it and without <see cref="Authenticate"/> everyone of this machine is let in.</summary>
    public string? Token { get; init; }

    /// <summary>Says who is behind a bearer token, such as Kubernetes' TokenReview does; null where only <see cref="Token"/> counts.</summary>
    public TokenAuthenticator? Authenticate { get; init; }

    /// <summary>The certificate for HTTPS, with its key; null: plain HTTP.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Names, beside local ones, under which a server without tokens answers: those of a proxy on the same machine.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>The header in which a proxy on the same machine says who asks; only for servers without tokens, which nobody else reaches.</summary>
    public string? UserHeader { get; init; }

    /// <summary>Whether applications are shown only to those they name (<c>spark.history.ui.acls.enable</c>).</summary>
    public bool AclsEnabled { get; init; }

    /// <summary>Who may see every application (<c>spark.history.ui.admin.acls</c>).</summary>
    public IReadOnlyList<string> AdminUsers { get; init; } = [];

    /// <summary>Groups that may (<c>spark.history.ui.admin.acls.groups</c>).</summary>
    public IReadOnlyList<string> AdminGroups { get; init; } = [];

    /// <summary>How old the list of applications may be (<c>spark.history.fs.update.interval</c>).</summary>
    public TimeSpan UpdateInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a page waits for its log to be read before it shows how far the reading is.</summary>
    public TimeSpan PagePatience { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The heading of the list of applications (<c>spark.history.ui.title</c>).</summary>
    public string Title { get; init; } = "Applications";

    /// <summary>
    /// What stands before every path when a proxy puts the server below one, such as "/spark" (<c>spark.ui.proxyBase</c>); else empty. Proxies may
    /// also say it per request, by <c>X-Forwarded-Context</c> or <c>X-Forwarded-Prefix</c>.
    /// </summary>
    public string ProxyBase { get; init; } = "";

    /// <summary>How many bytes of loaded applications stay in memory.</summary>
    public long CacheBytes { get; init; } = 1L << 30;

    /// <summary>Where snapshots of logs that were read, and the index of the list, outlive the process; null: nowhere.</summary>
    public string? SnapshotFolder { get; init; }

    /// <summary>How many bytes of snapshots are kept (<c>spark.history.store.maxDiskUsage</c>); those not used for longest go first.</summary>
    public long SnapshotBytes { get; init; } = 10_000_000_000;

    /// <summary>The Spark version whose REST answers are imitated, such as "3.5.9"; null: the newest among the logs.</summary>
    public string? SparkVersion { get; init; }

    internal SparkDialect? Dialect => SparkVersion is null ? null : SparkDialect.Parse(SparkVersion);
}
