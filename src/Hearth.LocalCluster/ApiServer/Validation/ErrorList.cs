using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>Collects what is wrong with an object; the checks are those that most kinds share.</summary>
/// <param name="empties">Lists and maps that the client stated empty, by path: they are shown where nothing else would be.</param>
internal sealed partial class ErrorList(IReadOnlyDictionary<string, string>? empties = null)
{
    private readonly List<FieldError> _errors = [];

    [GeneratedRegex("^[-._a-zA-Z0-9]+$")]
    private static partial Regex KeyPattern();

    [GeneratedRegex("^[0-9]+%$")]
    private static partial Regex PercentPattern();

    public IReadOnlyList<FieldError> All => _errors;

    public void Add(FieldError error) => _errors.Add(error);

    public void AddAll(IEnumerable<FieldError> errors) => _errors.AddRange(errors);

    public void Required(string field, string detail = "") => Add(FieldError.Required(field, detail));

    public void Invalid(string field, JsonNode? value, string detail) => Add(FieldError.Invalid(field, value ?? Empty(field), detail));

    /// <summary>What was stated empty at this place; null where nothing was.</summary>
    public JsonNode? Empty(string field) => empties is not null && empties.TryGetValue(field, out var empty) ? JsonNode.Parse(empty) : null;

    /// <summary>A value as real servers keep it in memory.</summary>
    public JsonNode? InMemory(string type, JsonNode? value, string field) => GoValue.Of(type, value, field, empties);

    /// <summary>How a changed object differs from what it was, as real servers tell.</summary>
    public string Difference(string type, JsonObject before, JsonObject after, string field) => GoValue.Difference(type, before, after, field, empties);

    public void Forbidden(string field, string detail) => Add(FieldError.Forbidden(field, detail));

    /// <summary>The value must be one of <paramref name="allowed"/>, which is shown in the order given.</summary>
    public void OneOf(string field, JsonNode? value, string[] allowed, bool sorted = true)
    {
        if (value.Text is { } text && allowed.Contains(text))
            return;
        if (sorted)
            Add(FieldError.NotSupported(field, value ?? "", allowed));
        else
            Add(FieldError.NotSupportedAsListed(field, value ?? "", allowed));
    }

    /// <summary>As <see cref="OneOf"/>, where an empty value is missing rather than wrong.</summary>
    public void NeededOneOf(string field, JsonNode? value, string[] allowed, bool sorted = true)
    {
        if (value.Text is null or "")
            Required(field);
        else
            OneOf(field, value, allowed, sorted);
    }

    /// <summary>Checks only what is there.</summary>
    public void OptionalOneOf(string field, JsonNode? value, string[] allowed, bool sorted = true)
    {
        if (value is not null)
            OneOf(field, value, allowed, sorted);
    }

    public bool Needed(string field, string? text, string detail = "")
    {
        if (!string.IsNullOrEmpty(text))
            return true;
        Required(field, detail);
        return false;
    }

    public void InvalidEach(string field, JsonNode? value, IEnumerable<string> problems)
    {
        foreach (var problem in problems)
            Invalid(field, value?.DeepClone(), problem);
    }

    public void Range(string field, JsonNode? value, long least, long most)
    {
        if (value.Number is { } number && (number < least || number > most))
            Invalid(field, value!.DeepClone(), $"must be between {least} and {most}, inclusive");
    }

    /// <summary>Names that are DNS labels, and must be there.</summary>
    public void NeededLabel(string field, string? name)
    {
        if (Needed(field, name))
            DnsLabel(field, name!);
    }

    /// <summary>A path below some folder.</summary>
    public void DescendingPath(string field, string path)
    {
        if (path.StartsWith('/'))
            Invalid(field, path, "must be a relative path");
        NoBacksteps(field, path);
    }

    public void NoBacksteps(string field, string path)
    {
        if (path.Split('/').Contains(".."))
            Invalid(field, path, "must not contain '..'");
    }

    public void Address(string field, string? address)
    {
        if (!Addresses.IsAddress(address ?? ""))
            Invalid(field, address ?? "", "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)");
    }

    public void NotNegative(string field, JsonNode? value)
    {
        if (value.Number < 0)
            Invalid(field, value, "must be greater than or equal to 0");
    }

    public void Positive(string field, JsonNode? value)
    {
        if (value.Number <= 0)
            Invalid(field, value, "must be greater than 0");
    }

    public void Port(string field, JsonNode? value)
    {
        if (value.Number is null or < 1 or > 65535)
            Invalid(field, value ?? 0, "must be between 1 and 65535, inclusive");
    }

    public void PortOrName(string field, JsonNode? value)
    {
        if (value.Text is not { } name)
        {
            Port(field, value);
            return;
        }

        foreach (var problem in PortNameProblems(name))
            Invalid(field, name, problem);
    }

    public static IEnumerable<string> PortNameProblems(string name)
    {
        if (name.Length > 15)
            yield return "must be no more than 15 characters";
        if (name.Length == 0 || !name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-'))
            yield return "must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)";
        if (!name.Any(char.IsAsciiLetterLower))
            yield return "must contain at least one letter (a-z)";
        if (name.Contains("--", StringComparison.Ordinal))
            yield return "must not contain consecutive hyphens";
        if (name.Length > 0 && (name[0] == '-' || name[^1] == '-'))
            yield return "must not begin or end with a hyphen";
    }

    public void DnsLabel(string field, string name)
    {
        foreach (var problem in Names.LabelProblems(name))
            Invalid(field, name, problem);
    }

    public void Subdomain(string field, string name)
    {
        foreach (var problem in Names.SubdomainProblems(name))
            Invalid(field, name, problem);
    }

    public void QualifiedName(string field, string name)
    {
        foreach (var problem in Names.QualifiedNameProblems(name))
            Invalid(field, name, problem);
    }

    /// <summary>A key of a ConfigMap or Secret.</summary>
    public void ConfigKey(string field, string key)
    {
        if (key.Length > 253)
            Invalid(field, key, "must be no more than 253 characters");
        if (!KeyPattern().IsMatch(key))
            Invalid(field, key, "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')");
        else if (key is "." or "..")
            Invalid(field, key, $"must not be '{key}'");
        if (key.StartsWith("..", StringComparison.Ordinal) && key.Length > 2)
            Invalid(field, key, "must not start with '..'");
    }

    /// <summary>A count or a percentage.</summary>
    public void CountOrPercent(string field, JsonNode? value)
    {
        if (value.Text is { } text && !PercentPattern().IsMatch(text))
            Invalid(field, text, "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')");
        else
            NotNegative(field, value);
    }

    public void Immutable(string field, JsonNode? value, JsonNode? old)
    {
        if (!JsonNode.DeepEquals(value, old))
            Invalid(field, value, "field is immutable");
    }

    public void ForbiddenChange(string field, JsonNode? value, JsonNode? old, string why)
    {
        if (!JsonNode.DeepEquals(value, old))
            Forbidden(field, why);
    }

    /// <summary>A map as real servers print it.</summary>
    public static JsonObject Sorted(JsonObject map) => new(map.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => KeyValuePair.Create(entry.Key, entry.Value?.DeepClone())));
}
