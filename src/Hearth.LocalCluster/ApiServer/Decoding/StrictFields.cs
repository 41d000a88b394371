using System.Globalization;
using System.Text.Json;
using Hearth.Kube.Core.Patching;

namespace Hearth.LocalCluster.ApiServer.Decoding;

/// <summary>Fields of an object that its type does not have or that came twice, in the order of the text. Nothing is said of what is inside of an unknown field.</summary>
internal ref struct StrictFields
{
    private Utf8JsonReader _reader;
    private readonly List<string> _problems = [];

    private StrictFields(ReadOnlySpan<byte> utf8) => _reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = JsonDepth.Most });

    /// <param name="utf8">An object that could be read.</param>
    public static IReadOnlyList<string> Find(TypeSchema schema, ReadOnlySpan<byte> utf8)
    {
        var fields = new StrictFields(utf8);
        fields._reader.Read();
        fields.Value(schema, "");
        return [.. fields._problems.Distinct(StringComparer.Ordinal)];
    }

    private void Value(TypeSchema schema, string path)
    {
        if (_reader.TokenType == JsonTokenType.StartObject && schema.Kind is ValueKind.Struct or ValueKind.Map)
            Fields(schema, path);
        else if (_reader.TokenType == JsonTokenType.StartArray && schema.Kind == ValueKind.List)
            Items(schema, path);
        else
            _reader.Skip();
    }

    private void Fields(TypeSchema schema, string path)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject)
        {
            var name = JsonReader.Text(ref _reader);
            var below = path.Length == 0 ? name : $"{path}.{name}";
            _reader.Read();
            var type = schema.Kind == ValueKind.Map ? schema.Element : schema.Fields.GetValueOrDefault(name)?.Type;
            if (type is null)
                _problems.Add($"unknown field \"{below}\"");
            else if (!seen.Add(name))
                _problems.Add($"duplicate field \"{below}\"");
            if (type is null)
                _reader.Skip();
            else
                Value(type, below);
        }
    }

    private void Items(TypeSchema schema, string path)
    {
        for (var i = 0; _reader.Read() && _reader.TokenType != JsonTokenType.EndArray; i++)
            Value(schema.Element, $"{path}[{i.ToString(CultureInfo.InvariantCulture)}]");
    }
}
