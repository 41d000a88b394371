using System.Text.Json;

namespace Hearth.History.Rest.V2;

/// <summary>
/// What an object of <c>/api/v2</c> consists of: each field once, for its JSON, its schema in the OpenAPI document, and sorting by it.
/// </summary>
internal sealed class Shape<T>(string name, string description) : IShape
{
    private readonly List<Field> _fields = [];

    public string Name => name;

    public IEnumerable<string> Sortable => _fields.Where(f => f.Key is not null).Select(f => f.Name);

    /// <summary>A whole number; null leaves it out.</summary>
    public Shape<T> Integer(string field, string meaning, Func<T, long?> value, bool optional = false) =>
        Add(new(field, "integer", "int64", meaning, optional, (json, row) => json.Number(field, value(row)), row => value(row) ?? long.MinValue));

    public Shape<T> Text(string field, string meaning, Func<T, string?> value, bool optional = false) =>
        Add(new(field, "string", null, meaning, optional, (json, row) => json.Text(field, value(row)), row => value(row) ?? ""));

    public Shape<T> Flag(string field, string meaning, Func<T, bool> value) =>
        Add(new(field, "boolean", null, meaning, false, (json, row) => json.WriteBoolean(field, value(row)), row => value(row)));

    public Shape<T> Integers(string field, string meaning, Func<T, IEnumerable<int>> values) =>
        Add(new(field, "integer[]", null, meaning, false, (json, row) => json.Ints(field, values(row)), null));

    public Shape<T> Numbers(string field, string meaning, Func<T, IEnumerable<double>> values) =>
        Add(new(field, "number[]", null, meaning, false, (json, row) => WriteNumbers(json, field, values(row)), null));

    /// <summary>An object of texts or counts by name.</summary>
    public Shape<T> Map(string field, string type, string meaning, Action<Utf8JsonWriter, T> members) =>
        Add(new(field, $"{{{type}}}", null, meaning, false, (json, row) => WriteMembers(json, field, row, members), null));

    public void Write(Utf8JsonWriter json, T row)
    {
        json.WriteStartObject();
        foreach (var field in _fields)
            field.Write(json, row);
        json.WriteEndObject();
    }

    public IEnumerable<T> Sort(IEnumerable<T> rows, string field, bool descending)
    {
        var key = _fields.Find(f => f.Name == field)?.Key ?? throw new RestException(400, $"sort must be one of {string.Join(", ", Sortable)}");
        return descending ? rows.OrderByDescending(key, s_order) : rows.OrderBy(key, s_order);
    }

    public void WriteSchema(Utf8JsonWriter json)
    {
        json.WriteStartObject(name);
        json.WriteString("type", "object");
        json.WriteString("description", description);
        json.WriteStartObject("properties");
        foreach (var field in _fields)
            WriteSchema(json, field);
        json.WriteEndObject();
        json.WriteStartArray("required");
        foreach (var field in _fields.Where(f => !f.IsOptional))
            json.WriteStringValue(field.Name);
        json.WriteEndArray();
        json.WriteBoolean("additionalProperties", false);
        json.WriteEndObject();
    }

    private static readonly Comparer<object> s_order = Comparer<object>.Create((a, b) =>
        a is string left && b is string right ? StringComparer.OrdinalIgnoreCase.Compare(left, right) : ((IComparable)a).CompareTo(b));

    private static void WriteSchema(Utf8JsonWriter json, Field field)
    {
        json.WriteStartObject(field.Name);
        json.WriteString("description", field.Meaning);
        switch (field.Type)
        {
            case ['{', .. var member, '}']:
                json.WriteString("type", "object");
                json.WriteStartObject("additionalProperties");
                json.WriteString("type", member);
                json.WriteEndObject();
                break;
            case [.. var item, '[', ']']:
                json.WriteString("type", "array");
                json.WriteStartObject("items");
                json.WriteString("type", item);
                json.WriteEndObject();
                break;
            default:
                json.WriteString("type", field.Type);
                json.Text("format", field.Format);
                break;
        }

        json.WriteEndObject();
    }

    private static void WriteNumbers(Utf8JsonWriter json, string field, IEnumerable<double> values)
    {
        json.WriteStartArray(field);
        foreach (var value in values)
            json.WriteNumberValue(Math.Round(value, 3));
        json.WriteEndArray();
    }

    private static void WriteMembers(Utf8JsonWriter json, string field, T row, Action<Utf8JsonWriter, T> members)
    {
        json.WriteStartObject(field);
        members(json, row);
        json.WriteEndObject();
    }

    private Shape<T> Add(Field field)
    {
        _fields.Add(field);
        return this;
    }

    private sealed record Field(string Name, string Type, string? Format, string Meaning, bool IsOptional, Action<Utf8JsonWriter, T> Write, Func<T, object>? Key);
}

/// <summary>A shape of any type, for the document.</summary>
internal interface IShape
{
    string Name { get; }

    IEnumerable<string> Sortable { get; }

    void WriteSchema(Utf8JsonWriter json);
}
