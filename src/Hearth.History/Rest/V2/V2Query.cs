namespace Hearth.History.Rest.V2;

/// <summary>A parameter of a query, as the document tells it and as values are checked by it.</summary>
internal sealed record Parameter(string Name, string Meaning, string Type = "string", string? Default = null, long? Least = null, long? Most = null, string[]? Values = null, string? Example = null);

/// <summary>The values of a query; a wrong one is refused with what would be right.</summary>
internal sealed class V2Query(string text)
{
    private readonly RestQuery _query = RestQuery.Parse(text);

    public string Text(Parameter parameter)
    {
        var value = _query.Text(parameter.Name, parameter.Default ?? "");
        return parameter.Values is null || value.Length == 0 || parameter.Values.Contains(value, StringComparer.Ordinal)
            ? value
            : throw new RestException(400, $"{parameter.Name} must be one of {string.Join(", ", parameter.Values)}, not '{value}'");
    }

    public bool Flag(Parameter parameter) => Text(parameter) is "true";

    public long? Long(Parameter parameter)
    {
        var value = Text(parameter);
        if (value.Length == 0)
            return null;
        return long.TryParse(value, out var number) && number >= (parameter.Least ?? long.MinValue) && number <= (parameter.Most ?? long.MaxValue)
            ? number
            : throw new RestException(400, $"{parameter.Name} must be a whole number from {parameter.Least ?? 0} to {(parameter.Most is { } most ? most : "any")}, not '{value}'");
    }
}
