using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Hearth.Kube.Client;

/// <summary>
/// Decides whether a server's certificate is trusted: it must descend from, or be, one of the given ones, as for Go clients.
/// </summary>
internal sealed class TlsTrust(X509Certificate2Collection authorities)
{
    public bool IsTrusted(object sender, X509Certificate? certificate, X509Chain? presented, SslPolicyErrors errors)
    {
        // Thrown, because a refusal by this method carries no reason.
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            throw new AuthenticationException(nameof(SslPolicyErrors.RemoteCertificateNameMismatch));
        if (certificate is not X509Certificate2 leaf || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None)
            return false;
        var intermediates = presented is null ? [] : presented.ChainPolicy.ExtraStore;
        return Descends(leaf, intermediates, X509VerificationFlags.NoFlag) || HasAnchor(leaf, intermediates);
    }

    /// <summary>The given ones as the only roots; revocation is not asked for, nothing is downloaded.</summary>
    public X509ChainPolicy Policy()
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.AddRange(authorities);
        policy.ExtraStore.AddRange(authorities);
        return policy;
    }

    private bool Descends(X509Certificate2 leaf, X509Certificate2Collection intermediates, X509VerificationFlags flags)
    {
        using var chain = Chain(intermediates, flags);
        return chain.Build(leaf);
    }

    // .NET wants a chain to end in a self-signed certificate; Go accepts each of the given ones as its end.
    private bool HasAnchor(X509Certificate2 leaf, X509Certificate2Collection intermediates)
    {
        using var chain = Chain(intermediates, X509VerificationFlags.AllowUnknownCertificateAuthority);
        return chain.Build(leaf) && chain.ChainElements.Any(e => authorities.Any(a => a.RawDataMemory.Span.SequenceEqual(e.Certificate.RawDataMemory.Span)));
    }

    private X509Chain Chain(X509Certificate2Collection intermediates, X509VerificationFlags flags)
    {
        var chain = new X509Chain { ChainPolicy = Policy() };
        chain.ChainPolicy.VerificationFlags = flags;
        chain.ChainPolicy.ExtraStore.AddRange(intermediates);
        return chain;
    }
}
