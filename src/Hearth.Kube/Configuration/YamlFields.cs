using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Hearth.Kube.Configuration;

/// <summary>A mapping of a kubeconfig, read field by field. <paramref name="where"/> names it in messages.</summary>
internal sealed class YamlFields(YamlMappingNode node, string file, string where)
{
    /// <summary>The file that it stands in: relative paths start there.</summary>
    public string File => file;

    public static YamlFields Load(string file)
    {
        try
        {
            using var reader = new StringReader(Certificates.ReadFile(file, "the kubeconfig"));
            var stream = new YamlStream();
            stream.Load(reader);
            if (stream.Documents.Count == 0)
                return new(new(), file, file);
            return stream.Documents[0].RootNode switch
            {
                YamlMappingNode map => new(map, file, file),
                YamlScalarNode { Value: null or "" } => new(new(), file, file),
                _ => throw new KubeConfigurationException($"{file} is no kubeconfig: a mapping with clusters, users and contexts was expected."),
            };
        }
        catch (YamlException e)
        {
            throw new KubeConfigurationException($"{file}:{e.Start.Line}:{e.Start.Column}: no valid YAML: {e.Message}", e);
        }
    }

    public string? Text(string name) => Find(name) switch
    {
        null => null,
        YamlScalarNode { Value: null or "" } => null,
        YamlScalarNode { Value: "null" or "~", Style: ScalarStyle.Plain } => null,
        YamlScalarNode scalar => scalar.Value,
        var other => throw Wrong(name, other, "a text"),
    };

    public bool Flag(string name) => Text(name) is { } text
        && (bool.TryParse(text, out var flag) ? flag : throw Wrong(name, Find(name)!, "true or false"));

    public YamlFields? Map(string name) => Find(name) switch
    {
        YamlMappingNode map => new(map, file, $"{where}: {name}"),
        null or YamlScalarNode { Value: null or "" or "null" or "~" } => null,
        var other => throw Wrong(name, other, "a mapping"),
    };

    public IReadOnlyList<string> Texts(string name) => [.. Items(name).Select(item => item is YamlScalarNode { Value: { } text }
        ? text
        : throw Wrong(name, item, "a list of texts"))];

    public IReadOnlyList<YamlFields> Maps(string name) => [.. Items(name).Select((item, i) => item is YamlMappingNode map
        ? new YamlFields(map, file, $"{where}: {name}[{i.ToString(CultureInfo.InvariantCulture)}]")
        : throw Wrong(name, item, "a list of mappings"))];

    public KubeConfigurationException Missing(string name) => new($"{where}: {name} is missing.");

    private IEnumerable<YamlNode> Items(string name) => Find(name) switch
    {
        YamlSequenceNode list => list.Children,
        null or YamlScalarNode { Value: null or "" or "null" or "~" } => [],
        var other => throw Wrong(name, other, "a list"),
    };

    private YamlNode? Find(string name) => node.Children.TryGetValue(new YamlScalarNode(name), out var value) ? value : null;

    private KubeConfigurationException Wrong(string name, YamlNode value, string expected) =>
        new($"{file}:{value.Start.Line}:{value.Start.Column}: {name} must be {expected}.");
}
