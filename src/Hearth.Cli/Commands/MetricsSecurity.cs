using System.CommandLine;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Hearth.Cli.Output;
using Hearth.Operator.Metrics;

namespace Hearth.Cli.Commands;

/// <summary>Who may read the operator's metrics, and over what.</summary>
internal sealed class MetricsSecurity
{
    private readonly Option<string?> _certificate = new("--metrics-cert") { Description = "Serve metrics over HTTPS with this certificate (PEM)", HelpName = "FILE" };
    private readonly Option<string?> _key = new("--metrics-key") { Description = "The certificate's key (PEM; default: in the same file)", HelpName = "FILE" };
    private readonly Option<string?> _token = new("--metrics-token-file") { Description = "Ask readers of metrics for the bearer token in this file", HelpName = "FILE" };

    public IEnumerable<Option> All => [_certificate, _key, _token];

    /// <exception cref="UserError">A file cannot be used.</exception>
    public MetricsOptions Add(MetricsOptions options, ParseResult parsed) => options with
    {
        Certificate = parsed.GetValue(_certificate) is { } certificate ? Certificate(certificate, parsed.GetValue(_key)) : null,
        Token = parsed.GetValue(_token) is { } token ? Token(token) : null,
    };

    private X509Certificate2 Certificate(string certificate, string? key)
    {
        try
        {
            using var pem = X509Certificate2.CreateFromPemFile(certificate, key);
            // A key that is only in memory cannot serve TLS everywhere.
            return X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
        }
        catch (Exception e) when (e is IOException or CryptographicException or UnauthorizedAccessException or ArgumentException)
        {
            throw UserError.Invalid($"{certificate} cannot be used: {e.Message}", "give a certificate and its key as PEM", _certificate.Name);
        }
    }

    private string Token(string file)
    {
        try
        {
            return File.ReadAllText(file).Trim() is { Length: > 0 } token ? token : throw UserError.Invalid($"{file} is empty", "write the token into it", _token.Name);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw UserError.Invalid($"{file} cannot be read: {e.Message}", null, _token.Name);
        }
    }
}
