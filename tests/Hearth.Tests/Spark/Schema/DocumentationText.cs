using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Hearth.Tests.Spark.Schema;

/// <summary>Descriptions of properties from the documentation files that the compiler writes beside the assemblies.</summary>
internal static class DocumentationText
{
    private static readonly Dictionary<string, string> s_summaries = new[] { "Hearth.Spark.xml", "Hearth.Kube.Core.xml" }
        .Select(file => Path.Combine(AppContext.BaseDirectory, file))
        .SelectMany(path => XDocument.Load(path).Descendants("member"))
        .Where(member => member.Attribute("name")!.Value.StartsWith("P:", StringComparison.Ordinal) && member.Element("summary") is not null)
        .ToDictionary(member => member.Attribute("name")!.Value, member => Text(member.Element("summary")!));

    public static string? Of(Type type, string property) => s_summaries.GetValueOrDefault($"P:{type.FullName}.{property}");

    private static string Text(XElement summary) =>
        Regex.Replace(string.Concat(summary.Nodes().Select(node => node is XElement e ? e.Attribute("cref")?.Value.Split('.')[^1] ?? e.Value : node.ToString())), @"\s+", " ").Trim();
}
