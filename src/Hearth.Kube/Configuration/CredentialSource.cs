using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Hearth.Kube.Configuration;

/// <summary>What a request carries to say who calls: an <c>Authorization</c> header, a client certificate, or both.</summary>
/// <param name="Authorization">Null: none.</param>
/// <param name="Certificate">Null: none. The certificates after the first are its issuers.</param>
public sealed record Credential(AuthenticationHeaderValue? Authorization, X509Certificate2Collection? Certificate)
{
    public static Credential None { get; } = new(null, null);

    // A record prints its members; this one holds secrets.
    public override string ToString() => "Credential";
}

/// <summary>Gives the credential for each request, reading it again where it may have changed.</summary>
public abstract class CredentialSource
{
    private protected CredentialSource()
    {
    }

    public static CredentialSource Anonymous { get; } = new FixedCredential(Credential.None);

    public static CredentialSource FromToken(string token, X509Certificate2Collection? certificate = null) =>
        new FixedCredential(new(new("Bearer", token), certificate));

    public static CredentialSource FromCertificate(X509Certificate2Collection certificate) =>
        new FixedCredential(new(null, certificate));

    public static CredentialSource FromPassword(string user, string password, X509Certificate2Collection? certificate = null) =>
        new FixedCredential(new(new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"))), certificate));

    /// <summary>A file that is read again every minute, as kubelets rotate service account tokens in place.</summary>
    public static CredentialSource FromTokenFile(string path, TimeProvider? time = null, X509Certificate2Collection? certificate = null) =>
        new TokenFileCredential(path, certificate, time ?? TimeProvider.System);

    /// <exception cref="KubeConfigurationException">The credential cannot be had.</exception>
    public abstract ValueTask<Credential> GetAsync(CancellationToken cancellationToken);

    /// <summary>The server refused the credential (401). True where another one may be had by asking again.</summary>
    public virtual bool Refused(Credential credential) => false;
}

internal sealed class FixedCredential(Credential credential) : CredentialSource
{
    public override ValueTask<Credential> GetAsync(CancellationToken cancellationToken) => new(credential);
}

internal sealed class TokenFileCredential(string path, X509Certificate2Collection? certificate, TimeProvider time) : CredentialSource
{
    private static readonly TimeSpan s_period = TimeSpan.FromMinutes(1);
    private readonly Lock _lock = new();
    private Credential? _current;
    private DateTimeOffset _readAt;

    public override ValueTask<Credential> GetAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_current is null || time.GetUtcNow() - _readAt >= s_period)
                Read();
            return new(_current!);
        }
    }

    public override bool Refused(Credential credential)
    {
        lock (_lock)
        {
            if (ReferenceEquals(_current, credential))
                _current = null;
            return true;
        }
    }

    private void Read()
    {
        try
        {
            var token = File.ReadAllText(path).Trim();
            if (token.Length == 0)
                throw new KubeConfigurationException($"The token file {path} is empty. It should hold a bearer token.");
            if (_current?.Authorization?.Parameter != token)
                _current = new(new("Bearer", token), certificate);
            _readAt = time.GetUtcNow();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A token that was good a minute ago is better than none while the file is being replaced.
            if (_current is null)
                throw new KubeConfigurationException($"Cannot read the token file {path}: {e.Message}", e);
        }
    }
}
