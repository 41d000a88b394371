namespace Hearth.Cli.Manifests;

/// <summary>Paths as Kubernetes writes them: <c>spec.driver.env[0].name</c>, <c>spec.sparkConf[spark.ui.port]</c>.</summary>
internal static class FieldPath
{
    public static string Field(string path, string name)
    {
        if (name.AsSpan().ContainsAny('.', '[', ']'))
            return $"{path}[{name}]";
        return path.Length == 0 ? name : $"{path}.{name}";
    }

    public static string Item(string path, int index) => $"{path}[{index}]";

    /// <summary>The path around this one; empty for the document.</summary>
    public static string Parent(string path)
    {
        var end = path.EndsWith(']') ? path.LastIndexOf('[') : path.LastIndexOf('.');
        return end <= 0 ? "" : path[..end];
    }
}
