using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>CertificateSigningRequests.</summary>
internal static class CertificateValidation
{
    private static readonly string[] s_usages =
    [
        "any", "cert sign", "client auth", "code signing", "content commitment", "crl sign", "data encipherment", "decipher only", "digital signature", "email protection", "encipher only", "ipsec end system", "ipsec tunnel", "ipsec user",
        "key agreement", "key encipherment", "microsoft sgc", "netscape sgc", "ocsp signing", "s/mime", "server auth", "signing", "timestamping",
    ];

    private const int MostOfDomain = 253;

    /// <summary>Of names of signers' paths: those of a namespace, a point, and of an object, and the slash before.</summary>
    private const int PathLength = 1 + 63 + 1 + 253;

    public static void Validate(ErrorList errors, JsonObject spec)
    {
        Request(errors, spec.Text("request"));
        var usages = (spec.List("usages") ?? []).Select(usage => usage.Text ?? "").ToArray();
        if (usages.Length == 0)
            errors.Required("spec.usages");
        for (var i = 0; i < usages.Length; i++)
            errors.OneOf($"spec.usages[{i}]", usages[i], s_usages);
        for (var i = 0; i < usages.Length; i++)
        {
            if (Array.IndexOf(usages, usages[i]) < i)
                errors.Add(FieldError.Duplicate($"spec.usages[{i}]", usages[i]));
        }

        if (spec.Text("signerName") == "kubernetes.io/legacy-unknown")
            errors.Invalid("spec.signerName", "kubernetes.io/legacy-unknown", "the legacy signerName is not allowed via this API version");
        else
            Signer(errors, spec.Text("signerName") ?? "");
        if (spec["expirationSeconds"].Number < 600)
            errors.Invalid("spec.expirationSeconds", spec["expirationSeconds"]?.DeepClone(), "may not specify a duration less than 600 seconds (10 minutes)");
    }

    private static void Request(ErrorList errors, string? request)
    {
        var text = Encoding.UTF8.GetString(Convert.FromBase64String(request ?? ""));
        try
        {
            if (PemEncoding.TryFind(text, out var block) && text[block.Label] == "CERTIFICATE REQUEST")
                _ = CertificateRequest.LoadSigningRequestPem(text, HashAlgorithmName.SHA256, signerSignaturePadding: RSASignaturePadding.Pkcs1);
            else
                errors.Invalid("spec.request", request, "PEM block type must be CERTIFICATE REQUEST");
        }
        catch (NotSupportedException)
        {
            // A key of another kind, whose signature nobody here can check; nothing is ever signed for it.
        }
        catch (CryptographicException exception)
        {
            errors.Invalid("spec.request", request, exception.Message.Contains("signature", StringComparison.Ordinal) ? "crypto/rsa: verification error" : exception.Message);
        }
    }

    private static void Signer(ErrorList errors, string name)
    {
        const string Field = "spec.signerName";
        if (!errors.Needed(Field, name))
            return;
        if (name.Split('/') is not [var domain, var path])
        {
            errors.Invalid(Field, name, "must be a fully qualified domain and path of the form 'example.com/signer-name'");
            return;
        }

        if (domain.Length > MostOfDomain)
            errors.Add(FieldError.TooLong(Field, MostOfDomain));
        Labels(errors, domain, Names.LabelProblems);
        if (!domain.Contains('.', StringComparison.Ordinal))
            errors.Invalid(Field, domain, "should be a domain with at least two segments separated by dots");
        Labels(errors, path, Names.SubdomainProblems);
        if (name.Length > MostOfDomain + PathLength)
            errors.Add(FieldError.TooLong(Field, MostOfDomain + PathLength));

        static void Labels(ErrorList errors, string text, Func<string, IEnumerable<string>> problemsOf)
        {
            foreach (var label in text.Split('.'))
            {
                var problems = problemsOf(label).ToArray();
                errors.InvalidEach(Field, text, problems.Select(problem => $"validating label \"{label}\": {problem}"));
                if (problems.Length > 0)
                    return;
            }
        }
    }
}
