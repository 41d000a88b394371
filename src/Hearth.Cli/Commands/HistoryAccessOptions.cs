using System.CommandLine;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Hearth.Cli.Clusters;
using Hearth.Cli.Output;
using Hearth.History;
using Hearth.Kube.Client;

namespace Hearth.Cli.Commands;

/// <summary>The options of <c>hearth history</c> that say who may ask, and from where.</summary>
internal sealed class HistoryAccessOptions(CliContext context)
{
    private readonly Option<string> _host = new("--host") { Description = "Address to listen on; others than loopback need --token-file or --kubernetes-auth", DefaultValueFactory = _ => "127.0.0.1" };
    private readonly Option<string?> _tokenFile = new("--token-file") { Description = "File with the bearer token that clients must show", HelpName = "FILE" };
    private readonly Option<bool> _kubernetes = new("--kubernetes-auth") { Description = "Let in whom the cluster's TokenReview knows and who may get sparkapplications" };
    private readonly Option<string?> _namespace = new("--kubernetes-auth-namespace") { Description = "Namespace in which they must be allowed to (default: all)", HelpName = "NAMESPACE" };
    private readonly Option<string?> _certificate = new("--tls-cert-file") { Description = "PEM file with the certificate for HTTPS", HelpName = "FILE" };
    private readonly Option<string?> _key = new("--tls-key-file") { Description = "PEM file with its key", HelpName = "FILE" };
    private readonly Option<bool> _acls = new("--acls") { Description = "Show applications only to their owners and those they name (spark.ui.view.acls)" };
    private readonly Option<string[]> _admins = new("--admin-acls") { Description = "Users who may see every application", HelpName = "USER", AllowMultipleArgumentsPerToken = true };
    private readonly Option<string[]> _adminGroups = new("--admin-acls-groups") { Description = "Groups who may", HelpName = "GROUP", AllowMultipleArgumentsPerToken = true };
    private readonly Option<string?> _userHeader = new("--user-header") { Description = "Header in which a proxy on this machine says who asks, such as X-Forwarded-User", HelpName = "NAME" };
    private readonly Option<string[]> _allowedHosts = new("--allowed-host") { Description = "Name under which a server without tokens answers, beside local ones", HelpName = "NAME", AllowMultipleArgumentsPerToken = true };
    private readonly Option<string> _proxyBase = new("--proxy-base") { Description = "Path below which a proxy shows the server, such as /spark (spark.ui.proxyBase)", HelpName = "PATH", DefaultValueFactory = _ => "" };
    private readonly ClusterOptions _cluster = new(context);

    public IEnumerable<Option> All =>
        [_host, _tokenFile, _kubernetes, _namespace, .. _cluster.Cluster, _certificate, _key, _acls, _admins, _adminGroups, _userHeader, _allowedHosts, _proxyBase];

    /// <summary>The cluster that reviews tokens; null when none does. It lives as long as the server.</summary>
    public KubeClient? Connect(ParseResult parsed) => parsed.GetValue(_kubernetes) ? _cluster.Connect(parsed) : null;

    public HistoryOptions Apply(HistoryOptions options, ParseResult parsed, KubeClient? cluster) => options with
    {
        Host = parsed.GetValue(_host)!,
        Token = ReadToken(parsed.GetValue(_tokenFile)),
        Authenticate = cluster is null ? null : new KubernetesTokens(cluster, parsed.GetValue(_namespace)).CheckAsync,
        Certificate = ReadCertificate(parsed.GetValue(_certificate), parsed.GetValue(_key)),
        AclsEnabled = parsed.GetValue(_acls) || options.AclsEnabled,
        AdminUsers = parsed.IsGiven(_admins) ? parsed.GetValue(_admins) ?? [] : options.AdminUsers,
        AdminGroups = parsed.IsGiven(_adminGroups) ? parsed.GetValue(_adminGroups) ?? [] : options.AdminGroups,
        UserHeader = parsed.GetValue(_userHeader),
        AllowedHosts = parsed.GetValue(_allowedHosts) ?? [],
        ProxyBase = parsed.IsGiven(_proxyBase) ? parsed.GetValue(_proxyBase)! : options.ProxyBase,
    };

    private string? ReadToken(string? file)
    {
        if (file is null)
            return null;
        try
        {
            return File.ReadAllText(Path.GetFullPath(file, context.WorkingDirectory)).Trim() is { Length: > 0 } token ? token : throw UserError.Invalid("the token file is empty", where: file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw UserError.Invalid(e.Message, "name a readable file that holds the token", file);
        }
    }

    private X509Certificate2? ReadCertificate(string? certificate, string? key)
    {
        if (certificate is null && key is null)
            return null;
        if (certificate is null || key is null)
            throw UserError.Invalid("--tls-cert-file and --tls-key-file belong together", "name both");
        try
        {
            return X509Certificate2.CreateFromPemFile(Path.GetFullPath(certificate, context.WorkingDirectory), Path.GetFullPath(key, context.WorkingDirectory));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw UserError.Invalid($"the certificate cannot be used: {e.Message}", "name a PEM certificate and its PEM key", certificate);
        }
    }
}
