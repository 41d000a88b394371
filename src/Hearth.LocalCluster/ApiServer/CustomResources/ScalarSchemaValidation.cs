using System.Globalization;
using System.Text.Json.Nodes;
using Hearth.Kube.Core.Patching;
using Hearth.LocalCluster.ApiServer.Cel;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;

namespace Hearth.LocalCluster.ApiServer.CustomResources;

/// <summary>Lengths, patterns, formats and bounds of texts and numbers in custom resources.</summary>
internal static class ScalarSchemaValidation
{
    /// <summary>Patterns are RE2's; those that .NET refuses are not checked.</summary>
    private static readonly ThreadLocal<CelRegex> s_patterns = new(() => new CelRegex());

    /// <returns>1, the check that was made.</returns>
    public static int Validate(JsonObject schema, JsonNode value, string path, List<FieldError> errors)
    {
        if (value.Text is { } text)
            Text(schema, text, path, errors);
        else if (value.Flag is null)
            Number(schema, value, path, errors);
        return value.Flag is null ? 1 : 0;
    }

    private static void Text(JsonObject schema, string text, string path, List<FieldError> errors)
    {
        var length = text.EnumerateRunes().Count();
        if (schema["maxLength"].Number is { } most && length > most)
            errors.Add(FieldError.TooLong(path, (int)most));
        else if (schema["minLength"].Number is { } least && length < least)
            errors.Add(FieldError.Invalid(path, text, $"{path} in body should be at least {least} chars long"));
        else if (schema.Text("pattern") is { Length: > 0 } pattern && s_patterns.Value!.Find(pattern)?.IsMatch(text) == false)
            errors.Add(FieldError.Invalid(path, text, $"{path} in body should match '{pattern}'"));
        if (schema.Text("format") is { } format && !StringFormats.Accepts(format, text))
            errors.Add(FieldError.TypeInvalid(path, text, $"{path} in body must be of type {format}: {GoText.Quote(text)}"));
    }

    /// <summary>Whole numbers are compared with the whole part of a bound, as Go does by its types.</summary>
    private static void Number(JsonObject schema, JsonNode value, string path, List<FieldError> errors)
    {
        foreach (var word in (ReadOnlySpan<string>)["multipleOf", "maximum", "minimum"])
        {
            if (schema[word].Real is not { } bound)
                continue;
            if (TypeValidation.TypeOf(value) == "integer")
                Whole(schema, word, value.GetValue<long>(), (long)bound, path, errors);
            else
                Real(schema, word, value.Real!.Value, bound, value, path, errors);
        }
    }

    private static void Whole(JsonObject schema, string word, long number, long bound, string path, List<FieldError> errors)
    {
        var comparison = number.CompareTo(bound);
        if (word != "multipleOf")
            Compare(schema, word, comparison, number, bound.ToString(CultureInfo.InvariantCulture), path, errors);
        else if (bound <= 0)
            errors.Add(FieldError.Invalid(path, bound, $"factor MultipleOf declared for {path} must be positive: {bound}"));
        else if (number % bound != 0)
            errors.Add(FieldError.Invalid(path, number, $"{path} in body should be a multiple of {bound}"));
    }

    private static void Real(JsonObject schema, string word, double number, double bound, JsonNode value, string path, List<FieldError> errors)
    {
        if (word != "multipleOf")
            Compare(schema, word, number.CompareTo(bound), value, Shown(bound), path, errors);
        else if (bound <= 0)
            errors.Add(FieldError.Invalid(path, bound, $"factor MultipleOf declared for {path} must be positive: {Shown(bound)}"));
        else if (!IsWhole(bound < 1 ? 1 / bound * number : number / bound))
            errors.Add(FieldError.Invalid(path, value, $"{path} in body should be a multiple of {Shown(bound)}"));
    }

    private static void Compare(JsonObject schema, string word, int comparison, JsonNode value, string bound, string path, List<FieldError> errors)
    {
        var isMost = word == "maximum";
        var isExclusive = schema.IsTrue(isMost ? "exclusiveMaximum" : "exclusiveMinimum");
        if (isMost ? comparison < 0 : comparison > 0)
            return;
        if (comparison != 0 || isExclusive)
            errors.Add(FieldError.Invalid(path, value, $"{path} in body should be {(isMost ? "less" : "greater")} than {(isExclusive ? "" : "or equal to ")}{bound}"));
    }

    private static bool IsWhole(double value)
    {
        if (!double.IsFinite(value) || Math.Abs(value) > 9007199254740991)
            return false;
        var difference = Math.Abs(value - Math.Truncate(value));
        return difference == 0 || value > 0 && difference / Math.Min(value + Math.Truncate(value), double.MaxValue) < 1e-9;
    }

    private static string Shown(double bound) => bound.ToString("R", CultureInfo.InvariantCulture);
}
