namespace Hearth.LocalCluster.ApiServer.Security;

/// <summary>The right to sign in the name of a cluster's authority: for the controller of certificate requests alone.</summary>
public sealed class CertificateSigner
{
    private readonly Certificates _certificates;

    internal CertificateSigner(Certificates certificates) => _certificates = certificates;

    internal string Issue(SigningRequest request, IReadOnlyList<string> usages, DateTimeOffset now, TimeSpan lifetime) => _certificates.Issue(request, usages, now, lifetime);
}
