using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Hearth.Cli.Output;
using Hearth.Kube.Configuration;
using Hearth.Spark.Configuration;
using Hearth.Spark.Submission;

namespace Hearth.Cli.Commands;

/// <summary>
/// Whom a submission calls, as whom: the kubeconfig (or a pod's service account), over which the master and the keys of
/// <c>spark.kubernetes.authenticate.submission</c> are laid, as fabric8 does for spark-submit.
/// </summary>
internal sealed class SubmitConnection
{
    private const string Prefix = "spark.kubernetes.authenticate.submission.";
    private const int DefaultTimeoutMilliseconds = 10_000;
    private readonly SparkConf _conf;
    private readonly CliContext _context;
    private readonly KubeConfiguration? _base;

    private SubmitConnection(SubmitCommandLine line, SparkConf conf, CliContext context, KubeConfiguration? @base)
    {
        (Line, _conf, _context, _base) = (line, conf, context, @base);
    }

    /// <summary>The command line with a master: where none is given, that of the kubeconfig's context.</summary>
    public SubmitCommandLine Line { get; }

    public SparkConf Conf => _conf;

    public static SubmitConnection Of(SubmitCommandLine line, CliContext context)
    {
        var conf = SparkConf.From(new SubmitSettings(context, []).Collect(line));
        if (conf.Contains(SparkKeys.Master))
            return new(line, conf, context, null);
        var found = Base(conf, context, required: true)!;
        var master = "k8s://" + found.Server.ToString().TrimEnd('/');
        var settings = line.Settings.Prepend(new SparkSetting(SparkKeys.Master, master, found.Origin)).ToArray();
        return new(line with { Settings = settings }, conf.With(SparkKeys.Master, master, found.Origin), context, found);
    }

    /// <summary>How to call the API server.</summary>
    /// <exception cref="UserError">The keys contradict each other or name files that cannot be read.</exception>
    public KubeConfiguration Configuration()
    {
        if (!MasterUrl.TryNormalize(_conf[SparkKeys.Master]!, out var url, out var error) || !Uri.TryCreate(MasterUrl.Server(url), UriKind.Absolute, out var server))
            throw UserError.Invalid(error.Length > 0 ? error : $"{_conf[SparkKeys.Master]} is no address", "use k8s://https://host:port", SparkKeys.Master);
        var configuration = (_base ?? Base(_conf, _context, required: false) ?? new KubeConfiguration { Server = server }) with { Server = server, FieldManager = "hearth", Timeout = Timeout() };
        if (_conf[SparkKeys.TrustCertificates] is { } trust && bool.TryParse(trust, out var any) && any)
            configuration = configuration with { SkipTlsVerify = true };
        if (_conf[Prefix + "caCertFile"] is { } authority)
            configuration = configuration with { CertificateAuthorities = Certificates(Prefix + "caCertFile", authority) };
        return Credentials() is { } credentials ? configuration with { Credentials = credentials } : configuration;
    }

    public string Namespace => _conf[SparkKeys.Namespace] ?? "default";

    private static KubeConfiguration? Base(SparkConf conf, CliContext context, bool required)
    {
        try
        {
            return KubeConfigFile.LoadOrInCluster(null, conf[SparkKeys.Context] is { Length: > 0 } named ? named : null, context.Environment);
        }
        catch (KubeConfigurationException e) when (!required && conf[SparkKeys.Context] is not { Length: > 0 })
        {
            _ = e;
            return null;
        }
        catch (KubeConfigurationException e)
        {
            throw UserError.Invalid(e.Message, "start a local cluster with 'hearth dev', pass --master k8s://https://HOST:PORT or name a context with --conf spark.kubernetes.context=NAME", "--master");
        }
    }

    private TimeSpan Timeout() =>
        TimeSpan.FromMilliseconds(int.TryParse(_conf[SparkKeys.RequestTimeout], NumberStyles.None, CultureInfo.InvariantCulture, out var given) && given > 0 ? given : DefaultTimeoutMilliseconds);

    private CredentialSource? Credentials()
    {
        var (token, file) = (_conf[Prefix + "oauthToken"], _conf[Prefix + "oauthTokenFile"]);
        if (token is not null && file is not null)
            throw UserError.Invalid($"requirement failed: Cannot specify OAuth token through both a file {Prefix}oauthTokenFile and a value {Prefix}oauthToken", "keep one of the two", Prefix + "oauthTokenFile");
        var certificate = ClientCertificate();
        if ((token ?? (file is null ? null : Read(Prefix + "oauthTokenFile", file))) is { } bearer)
            return CredentialSource.FromToken(bearer.Trim(), certificate);
        return certificate is null ? null : CredentialSource.FromCertificate(certificate);
    }

    private X509Certificate2Collection? ClientCertificate()
    {
        var (key, certificate) = (_conf[Prefix + "clientKeyFile"], _conf[Prefix + "clientCertFile"]);
        if (key is null && certificate is null)
            return null;
        if (key is null || certificate is null)
            throw UserError.Invalid("a client certificate needs its key and a key its certificate", $"set both {Prefix}clientKeyFile and {Prefix}clientCertFile", Prefix + "clientCertFile");
        try
        {
            return [X509Certificate2.CreateFromPem(Read(Prefix + "clientCertFile", certificate), Read(Prefix + "clientKeyFile", key))];
        }
        catch (CryptographicException e)
        {
            throw UserError.Invalid($"not a certificate and its key in PEM form: {e.Message}", where: Prefix + "clientCertFile");
        }
    }

    private X509Certificate2Collection Certificates(string key, string path)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(Read(key, path));
        }
        catch (CryptographicException e)
        {
            throw UserError.Invalid($"not certificates in PEM form: {e.Message}", where: key);
        }

        return certificates;
    }

    private string Read(string key, string path)
    {
        var full = Path.GetFullPath(FileUris.LocalPath(path) ?? path, _context.WorkingDirectory);
        try
        {
            return File.ReadAllText(full);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw UserError.Invalid($"cannot be read: {e.Message}", "name a readable file", key);
        }
    }
}
