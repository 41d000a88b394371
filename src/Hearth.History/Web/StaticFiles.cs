using System.Reflection;
using Hearth.History.EventLogs;

namespace Hearth.History.Web;

/// <summary>
/// The files that pages refer to, embedded in the assembly. Names carry a hash of the content, so browsers may keep them for ever. ECharts
/// comes from npm when the build has it; without it pages have the charts that the server draws.
/// </summary>
internal static class StaticFiles
{
    private static readonly Dictionary<string, Asset> s_files = Load();

    public static readonly string Style = NameOf("style.css");
    public static readonly string Pages = NameOf("pages.js");
    public static readonly string Charts = NameOf("charts.js");
    public static readonly string ECharts = NameOf("echarts.min.js");

    public static bool HasECharts { get; } = ECharts.Length > 0;

    public static Asset? Find(string name) => s_files.GetValueOrDefault(name);

    private static string NameOf(string file) => s_files.FirstOrDefault(f => f.Value.File == file).Key ?? "";

    private static Dictionary<string, Asset> Load()
    {
        var files = new Dictionary<string, Asset>(StringComparer.Ordinal);
        foreach (var (file, type, hashed) in ((string, string, bool)[])
            [
                ("style.css", "text/css;charset=utf-8", true), ("pages.js", "text/javascript;charset=utf-8", true), ("charts.js", "text/javascript;charset=utf-8", true), ("echarts.min.js", "text/javascript;charset=utf-8", true),
                ("echarts.LICENSE.txt", "text/plain;charset=utf-8", false), ("icon.svg", "image/svg+xml", false),
            ])
        {
            using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Hearth.History.Web." + file);
            if (stream is null)
                continue;
            var content = new MemoryStream();
            stream.CopyTo(content);
            var bytes = content.ToArray();
            var dot = file.LastIndexOf('.');
            var name = hashed ? $"{file[..dot]}-{XxHash32.Name(bytes)}{file[dot..]}" : file;
            files[name] = new Asset(file, type, bytes, hashed);
        }

        return files;
    }
}

/// <param name="IsForever">Its name changes with its content.</param>
internal sealed record Asset(string File, string ContentType, byte[] Body, bool IsForever);
