using Hearth.History.Rest.V2;

namespace Hearth.History.Web;

/// <summary>The two APIs, for people.</summary>
internal static class ApiPage
{
    public static string Render(Site site)
    {
        var html = new Html();
        html.Add($"<p><code>{site.Base}/api/v1</code> is Spark's own REST API, in the shape of the Spark version that wrote the logs. <code>{site.Base}/api/v2</code> has what it cannot say; its <a href=\"{site.Base}/api/v2/openapi.json\">OpenAPI document</a> describes every answer.</p>");
        new Table<(string Path, string Summary, IShape Shape, bool IsPaged, Parameter[] InPath, Parameter[] InQuery)>("Resources of /api/v2")
            .Cell("Path", (cell, o) => cell.Add($"<code>/api/v2{o.Path}</code>")).Wide()
            .Text("Answer", o => o.Summary)
            .Cell("Parameters", (cell, o) =>
            {
                foreach (var parameter in o.InQuery)
                    cell.Add($"<code class=\"tag\" title=\"{parameter.Meaning}\">{parameter.Name}</code> ");
            })
            .Write(html, [.. OpenApi.Operations().Where(o => !o.Path.Contains("{attempt}", StringComparison.Ordinal))]);
        html.Add($"<p class=\"dim\">Applications that have several attempts are addressed with <code>/applications/ID/ATTEMPT/…</code>.</p>");
        return Page.Of(site, "API", html);
    }
}
