using Hearth.Kube.Client;
using Hearth.Spark.Diagnosis;

namespace Hearth.Operator.Applications;

/// <summary>What the API server's refusal of an object means.</summary>
internal static class SubmissionFailures
{
    private const string NameAnAccount = "create the ServiceAccount, or name one that exists in spec.driver.serviceAccount";

    /// <summary>In the words of the API server's own refusal.</summary>
    public static SubmissionFailure MissingServiceAccount(string ns, string name) =>
        new($"error looking up service account {ns}/{name}: serviceaccount \"{name}\" not found", "missing-service-account", NameAnAccount, true) { IsPassing = false };

    /// <summary>Whether an answer is about the object, not the state of the server: the same again would be refused again.</summary>
    public static bool IsRefusal(KubeException e) =>
        (!e.IsTransient && !e.IsConflict && !e.IsUnauthorized) || Has(e.Message, "failed calling webhook");

    public static SubmissionFailure Of(KubeException e)
    {
        var message = e.Message;
        var known = FailureDiagnosis.Find(new() { SubmissionError = message });
        if (known is { Rank: not SignatureRank.Fallback })
            return new(message, known.Signature, known.Fix, IsRetryable: !e.IsInvalid) { IsPassing = known.Retryable };
        return message switch
        {
            _ when Has(message, "namespace") && Has(message, "being terminated") => new(message, "namespace-terminating", "use another namespace", false),
            _ when e.IsForbidden => new(message, "forbidden", "the operator or the pod lacks permission: read the message", true),
            _ when e.IsInvalid => new(message, "invalid-object", "correct the field that the message names", false),
            _ => new(message, "refused", null, true),
        };
    }

    private static bool Has(string message, string part) => message.Contains(part, StringComparison.OrdinalIgnoreCase);
}
