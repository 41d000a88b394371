using Hearth.LocalCluster.ApiServer.Security;

namespace Hearth.LocalCluster.Controllers;

/// <summary>What Kubernetes' own signers sign, and what not. Pure.</summary>
internal static class SignerRules
{
    public const string ApiServerClient = "kubernetes.io/kube-apiserver-client";
    public const string KubeletClient = "kubernetes.io/kube-apiserver-client-kubelet";
    public const string KubeletServing = "kubernetes.io/kubelet-serving";
    private const int Mail = 1;
    private const int Dns = 2;
    private const int Uri = 6;
    private const int Address = 7;

    public static bool IsOurs(string? signer) => signer is ApiServerClient or KubeletClient or KubeletServing;

    /// <summary>Why a signer does not sign; null: it does.</summary>
    public static string? Refuse(string signer, SigningRequest request, IReadOnlyList<string> usages) => signer switch
    {
        ApiServerClient => RefuseUsages(usages),
        KubeletClient => RefuseNode(request) ?? RefuseNames(request, Mail, Uri, Dns, Address) ?? RefuseOther(usages, "client auth"),
        _ => RefuseNode(request)
            ?? (request.NameKinds.Contains(Dns) || request.NameKinds.Contains(Address) ? null : "DNS or IP subjectAltName is required")
            ?? RefuseNames(request, Mail, Uri) ?? RefuseOther(usages, "server auth"),
    };

    private static string? RefuseUsages(IReadOnlyList<string> usages) =>
        usages.FirstOrDefault(u => u is not ("digital signature" or "key encipherment" or "client auth")) is { } other ? "invalid usage for client certificate: " + other
        : !usages.Contains("client auth", StringComparer.Ordinal) ? "missing required usage for client certificate: client auth" : null;

    private static string? RefuseNode(SigningRequest request) =>
        request.Organizations is not ["system:nodes"] ? "subject organization is not system:nodes"
        : !request.CommonName.StartsWith("system:node:", StringComparison.Ordinal) ? "subject common name does not begin with system:node:" : null;

    private static string? RefuseNames(SigningRequest request, params int[] kinds)
    {
        var word = kinds.Where(request.NameKinds.Contains).Select(kind => kind switch { Mail => "Email", Dns => "DNS", Uri => "URI", _ => "IP" }).FirstOrDefault();
        return word is null ? null : $"{word} subjectAltNames are not allowed";
    }

    /// <summary>A key that is not RSA's does without encipherment.</summary>
    private static string? RefuseOther(IReadOnlyList<string> usages, string purpose) =>
        usages.Distinct(StringComparer.Ordinal).Where(u => u != "key encipherment").Order(StringComparer.Ordinal).SequenceEqual(new[] { purpose, "digital signature" }.Order(StringComparer.Ordinal), StringComparer.Ordinal)
            ? null : $"usages did not match [{string.Join(' ', new[] { purpose, "digital signature", "key encipherment" }.Order(StringComparer.Ordinal))}]";
}
