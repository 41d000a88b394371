using System.Text.Json.Nodes;
using Hearth.Kube.Core.Patching;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;

namespace Hearth.LocalCluster.ApiServer.CustomResources;

/// <summary>Whether a value is of its schema's type. A format stands in for the type here and there, as it does in Go's validation.</summary>
internal static class TypeValidation
{
    /// <returns>1 where it was checked and is.</returns>
    public static int Validate(JsonObject schema, JsonNode? value, string path, List<FieldError> errors)
    {
        var isEither = schema.IsTrue("x-kubernetes-int-or-string");
        var type = isEither ? "integer,string" : schema.Text("type") ?? "";
        var format = schema.Text("format") ?? "";
        if (type.Length == 0 && format.Length == 0)
            return 0;
        if (value is null)
            return type.Length == 0 || schema.IsTrue("nullable") ? 1 : Refuse(type, "null", path, errors);
        var actual = TypeOf(value);
        var isNumeric = type is "number" or "integer" || isEither;
        if (IsOf(type, actual, value))
            return 1;
        if (format.Length > 0 && actual is not ("string" or "array") && FormatOf(actual) != format)
            return Refuse(format, FormatOf(actual), path, errors);
        if (format.Length > 0 && !isNumeric)
            return 1;
        return Refuse(type, actual, path, errors);
    }

    /// <summary>The type of JSON that a value has, whole numbers apart.</summary>
    public static string TypeOf(JsonNode value) => JsonKind.Of(value) switch
    {
        "bool" => "boolean",
        "number" when value is JsonValue number && (number.TryGetValue<long>(out _) || number.TryGetValue<int>(out _)) => "integer",
        var kind => kind,
    };

    private static bool IsOf(string type, string actual, JsonNode value) => type switch
    {
        "integer,string" => actual is "integer" or "string" || actual == "number" && IsWhole(value),
        "integer" => actual == "integer" || actual == "number" && IsWhole(value),
        "number" => actual is "integer" or "number",
        _ => type == actual,
    };

    private static bool IsWhole(JsonNode value) => value.GetValue<double>() is var real && Math.Abs(real) <= 9007199254740991 && Math.Floor(real) == real;

    private static string FormatOf(string actual) => actual switch { "integer" => "int64", "number" => "float64", _ => "" };

    private static int Refuse(string wanted, string actual, string path, List<FieldError> errors)
    {
        errors.Add(FieldError.TypeInvalid(path, actual, $"{path} in body must be of type {wanted}: \"{actual}\""));
        return 0;
    }
}
