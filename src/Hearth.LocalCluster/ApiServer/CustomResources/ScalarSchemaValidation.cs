using System.Globalization;
using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Cel;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;

namespace Hearth.LocalCluster.ApiServer.CustomResources;

/// <summary>Lengths, patterns, formats and bounds of texts and numbers in custom resources.</summary>
internal static class ScalarSchemaValidation
{
    /// <summary>Patterns are RE2's; those that .NET refuses are not checked.</summary>
    private static readonly ThreadLocal<CelRegex> s_patterns = new(() => new CelRegex());

    public static void Validate(JsonObject schema, JsonNode value, string path, List<FieldError> errors)
    {
        if (value.Text is { } text)
        {
            if (schema["maxLength"].Number is { } most && text.Length > most)
                errors.Add(FieldError.TooLong(path, (int)most));
            else if (schema["minLength"].Number is { } least && text.Length < least)
                errors.Add(FieldError.Invalid(path, text, $"{path} in body should be at least {least} chars long"));
            else if (schema.Text("pattern") is { } pattern && s_patterns.Value!.Find(pattern)?.IsMatch(text) == false)
                errors.Add(FieldError.Invalid(path, text, $"{path} in body should match '{pattern}'"));
            if (schema.Text("format") is { } format && !StringFormats.Accepts(format, text))
                errors.Add(FieldError.TypeInvalid(path, text, $"{path} in body must be of type {format}: \"{text}\""));
            return;
        }

        if (value.Flag is not null)
            return;
        Number(schema, value, path, errors);
    }

    /// <summary>Whole numbers are compared with the whole part of a bound, as Go does by its types.</summary>
    private static void Number(JsonObject schema, JsonNode value, string path, List<FieldError> errors)
    {
        var isWhole = SchemaValidation.TypeOf(value) == "integer";
        var number = double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture);
        double? Of(string name) => Bound(schema, name) is { } bound ? isWhole ? Math.Truncate(bound) : bound : null;
        string Shown(double bound) => bound.ToString("R", CultureInfo.InvariantCulture);
        if (Of("maximum") is { } maximum)
        {
            var exclusive = schema.IsTrue("exclusiveMaximum");
            if (exclusive ? number >= maximum : number > maximum)
                errors.Add(FieldError.Invalid(path, value, $"{path} in body should be less than {(exclusive ? "" : "or equal to ")}{Shown(maximum)}"));
        }

        if (Of("minimum") is { } minimum)
        {
            var exclusive = schema.IsTrue("exclusiveMinimum");
            if (exclusive ? number <= minimum : number < minimum)
                errors.Add(FieldError.Invalid(path, value, $"{path} in body should be greater than {(exclusive ? "" : "or equal to ")}{Shown(minimum)}"));
        }

        if (Of("multipleOf") is not { } step)
            return;
        if (step <= 0)
            errors.Add(FieldError.Invalid(path, (long)step, $"factor MultipleOf declared for {path} must be positive: {Shown(step)}"));
        else if (number / step != Math.Floor(number / step))
            errors.Add(FieldError.Invalid(path, value, $"{path} in body should be a multiple of {Shown(step)}"));
    }

    private static double? Bound(JsonObject schema, string name) =>
        schema[name] is { } bound ? double.Parse(bound.ToJsonString(), CultureInfo.InvariantCulture) : null;
}
