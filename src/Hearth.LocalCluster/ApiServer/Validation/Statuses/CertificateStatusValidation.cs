using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;
using Hearth.LocalCluster.ApiServer.Writing;

namespace Hearth.LocalCluster.ApiServer.Validation.Statuses;

/// <summary>What becomes of a request for a certificate: a verdict is given once, and by who approves alone.</summary>
internal static class CertificateStatusValidation
{
    private static readonly string[] s_final = [.. CertificateRules.Verdicts, "Failed"];

    public static void Validate(ErrorList errors, JsonObject value, JsonObject old)
    {
        Approval(errors, value, old);
        var (status, before) = (value.Map("status") ?? [], old.Map("status") ?? []);
        foreach (var type in CertificateRules.Verdicts)
        {
            if (Of(status, type).Length > Of(before, type).Length)
                errors.Forbidden("status.conditions", $"updates may not add a condition of type \"{type}\"");
        }
    }

    public static void Approval(ErrorList errors, JsonObject value, JsonObject old)
    {
        var (status, before) = (value.Map("status") ?? [], old.Map("status") ?? []);
        if (!JsonNode.DeepEquals(status["conditions"], before["conditions"]))
            Conditions(errors, status);
        if (status.Text("certificate") is { Length: > 0 } certificate && certificate != before.Text("certificate") && !HasCertificate(certificate))
            errors.Invalid("status.certificate", "<certificate data>", "must contain at least one CERTIFICATE PEM block");
        foreach (var type in s_final)
        {
            if (Of(status, type).Length < Of(before, type).Length)
                errors.Forbidden("status.conditions", $"updates may not remove a condition of type \"{type}\"");
        }
    }

    private static void Conditions(ErrorList errors, JsonObject status)
    {
        var types = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (i, condition) in status.Objects("conditions").Index())
        {
            var field = $"status.conditions[{i}]";
            var type = condition.Text("type") ?? "";
            errors.Needed(field + ".type", type);
            errors.NeededOneOf(field + ".status", condition["status"]?.DeepClone(), s_final.Contains(type, StringComparer.Ordinal) ? ["True"] : ["False", "True", "Unknown"]);
            if (type is "Approved" && types.Contains("Denied") || type is "Denied" && types.Contains("Approved"))
                errors.Invalid("status.conditions", type, "Approved and Denied conditions are mutually exclusive");
            if (!types.Add(type))
                errors.Add(FieldError.Duplicate(field + ".type", type));
        }
    }

    private static JsonObject[] Of(JsonObject status, string type) => [.. status.Objects("conditions").Where(condition => condition.Text("type") == type)];

    private static bool HasCertificate(string base64)
    {
        var text = Encoding.UTF8.GetString(Convert.FromBase64String(base64));
        return PemEncoding.TryFind(text, out var block) && text[block.Label] == "CERTIFICATE";
    }
}
