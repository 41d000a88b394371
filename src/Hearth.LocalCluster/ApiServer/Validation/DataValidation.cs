using System.Text.Json.Nodes;
using Hearth.Kube.Core.Patching;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>ConfigMaps and Secrets.</summary>
internal static class DataValidation
{
    private const int MostBytes = 1024 * 1024;

    public static void Validate(ErrorList errors, JsonObject value)
    {
        long size = 0;
        foreach (var (key, content) in value.Map("data") ?? [])
        {
            errors.ConfigKey($"data[{key}]", key);
            if (value.Map("binaryData")?.ContainsKey(key) == true)
                errors.Invalid($"data[{key}]", key, "duplicate of key present in binaryData");
            size += content.Text?.Length ?? 0;
        }

        foreach (var (key, content) in value.Map("binaryData") ?? [])
        {
            errors.ConfigKey($"binaryData[{key}]", key);
            size += content.Text?.Length ?? 0;
        }

        var isSecret = value.Text("kind") == "Secret";
        if ((isSecret ? size * 3 / 4 : size) > MostBytes)
            errors.Add(Http.FieldError.TooLong(isSecret ? "data" : "[]", MostBytes));
        if (isSecret)
            SecretType(errors, value);
    }

    private static void SecretType(ErrorList errors, JsonObject secret)
    {
        void Key(string key)
        {
            if (secret.Map("data")?.ContainsKey(key) != true)
                errors.Required($"data[{key}]");
        }

        void Document(string key)
        {
            Key(key);
            if (secret.Map("data")?.Text(key) is { } content && DocumentProblem(Convert.FromBase64String(content)) is { } problem)
                errors.Invalid($"data[{key}]", "<secret contents redacted>", problem);
        }

        switch (secret.Text("type"))
        {
            case "kubernetes.io/dockerconfigjson":
                Document(".dockerconfigjson");
                break;
            case "kubernetes.io/dockercfg":
                Document(".dockercfg");
                break;
            case "kubernetes.io/tls":
                Key("tls.crt");
                Key("tls.key");
                break;
            case "kubernetes.io/ssh-auth":
                if (string.IsNullOrEmpty(secret.Map("data")?.Text("ssh-privatekey")))
                    errors.Required("data[ssh-privatekey]");
                break;
            case "kubernetes.io/basic-auth" when secret.Map("data")?.ContainsKey("username") != true && secret.Map("data")?.ContainsKey("password") != true:
                Key("username");
                Key("password");
                break;
            case "kubernetes.io/service-account-token" when secret.Map("metadata")?.Map("annotations")?.Text("kubernetes.io/service-account.name") is null or "":
                errors.Required("metadata.annotations[kubernetes.io/service-account.name]");
                break;
        }
    }

    private static string? DocumentProblem(byte[] content)
    {
        try
        {
            return content.Length == 0 ? "unexpected end of JSON input"
                : JsonReader.Read(content) is var document && document is JsonObject or null ? null
                : $"json: cannot unmarshal {JsonKind.Of(document)} into Go value of type map[string]interface {{}}";
        }
        catch (System.Text.Json.JsonException exception)
        {
            return exception.Message;
        }
    }

    public static void ValidateUpdate(ErrorList errors, JsonObject value, JsonObject old)
    {
        if (value.Text("kind") == "Secret")
            errors.Immutable("type", value["type"], old["type"]);
        if (!old.IsTrue("immutable"))
            return;
        const string Why = "field is immutable when `immutable` is set";
        if (!value.IsTrue("immutable"))
            errors.Forbidden("immutable", Why);
        if (!JsonNode.DeepEquals(value["data"], old["data"]))
            errors.Forbidden("data", Why);
        if (!JsonNode.DeepEquals(value["binaryData"], old["binaryData"]))
            errors.Forbidden("binaryData", Why);
    }
}
