using Hearth.History.Model;
using Hearth.History.Rest;

namespace Hearth.History.Web;

internal static class EnvironmentPage
{
    public static Html Render(PageContext page)
    {
        var environment = page.App.Environment;
        var view = TableView.Of(page.Query, "", descending: false);
        var html = new Html();
        html.Add($"<p class=\"facts\"><span>Java {environment.JavaVersion ?? "?"}</span> <span>{environment.JavaHome}</span> <span>Scala {environment.ScalaVersion ?? "?"}</span></p>");
        SearchForm.Write(html, view, "name or value");
        Section(html, view, "Spark properties", Redaction.Apply(environment.SparkProperties), open: true);
        Profiles(html, page.App);
        Section(html, view, "Hadoop properties", Redaction.Apply(environment.HadoopProperties), open: false);
        Section(html, view, "System properties", Redaction.Apply(environment.SystemProperties), open: false);
        Section(html, view, "Metrics properties", Redaction.Apply(environment.MetricsProperties), open: false);
        Section(html, view, "Classpath entries", environment.ClasspathEntries, open: false);
        return html;
    }

    private static void Section(Html html, TableView view, string title, IEnumerable<KeyValuePair<string, string>> pairs, bool open)
    {
        var found = pairs.Where(p => view.Finds(p.Key) || view.Finds(p.Value)).OrderBy(p => p.Key, StringComparer.Ordinal).ToList();
        var show = open || (view.Search.Length > 0 && found.Count > 0);
        html.Add($"<details class=\"section\"{(show ? new Markup(" open") : default)}><summary>{title} ({found.Count})</summary>");
        new Table<KeyValuePair<string, string>>(title)
            .Cell("Name", (cell, p) => cell.Add($"<code>{p.Key}</code>")).Wide()
            .Cell("Value", (cell, p) => cell.Add($"<code>{p.Value}</code>")).Wide()
            .Write(html, found, view.Search.Length > 0 ? "Nothing matches." : "None.");
        html.Add($"</details>");
    }

    private static void Profiles(Html html, Application app)
    {
        if (app.ResourceProfiles.Count == 0)
            return;
        html.Add($"<details class=\"section\"><summary>Resource profiles ({app.ResourceProfiles.Count})</summary>");
        new Table<ResourceProfile>("Resource profiles")
            .Number("Id", null, p => p.Id)
            .Text("Executor", p => string.Join(", ", p.Executor.Values.Select(r => $"{r.Name} {r.Amount}")))
            .Text("Task", p => string.Join(", ", p.Task.Values.Select(r => FormattableString.Invariant($"{r.Name} {r.Amount}"))))
            .Write(html, app.ResourceProfiles.Values);
        html.Add($"</details>");
    }
}
