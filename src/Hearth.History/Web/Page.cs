using Hearth.History.Sources;

namespace Hearth.History.Web;

/// <summary>The frame of every page: title, navigation, content. No script is needed, and nothing comes from elsewhere.</summary>
internal static class Page
{
    private static readonly (string Path, string Name)[] s_tabs =
    [
        ("overview/", "Overview"), ("jobs/", "Jobs"), ("stages/", "Stages"), ("storage/", "Storage"), ("environment/", "Environment"),
        ("executors/", "Executors"), ("SQL/", "SQL"),
    ];

    public static string Of(string title, Html content, ListedAttempt? attempt = null, string tab = "")
    {
        var navigation = new Html();
        if (attempt is not null)
        {
            navigation.Add($"<nav aria-label=\"Application\"><ul>");
            foreach (var (path, name) in s_tabs)
            {
                var current = path == tab ? new Markup(" aria-current=\"page\"") : default;
                navigation.Add($"<li><a href=\"{Links.Root(attempt)}{path}\"{current}>{name}</a></li>");
            }

            navigation.Add($"</ul></nav>");
        }

        var frame = new Html();
        frame.Add($"""
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark"><title>{title} – Hearth</title>
            <link rel="stylesheet" href="/static/style.css"></head><body>
            <a class="skip" href="#content">Skip to content</a>
            <header><a class="brand" href="/">Hearth history</a>
            """);
        if (attempt is not null)
            frame.Add($"<span class=\"app\">{attempt.Summary.Name} <code>{attempt.Summary.Id}</code></span>");
        frame.Add($"</header>{navigation}<main id=\"content\"><h1>{title}</h1>{content}</main></body></html>");
        return frame.ToString();
    }

    public static string Error(int status, string message)
    {
        var content = new Html();
        content.Add($"<p class=\"notice\">{message}</p><p><a href=\"/\">All applications</a></p>");
        return Of(status == 404 ? "Not found" : "Error", content);
    }
}

/// <summary>Addresses of pages; ids come from logs and are escaped.</summary>
internal static class Links
{
    public static string Root(ListedAttempt attempt) => attempt.Summary.AttemptId is { } id
        ? $"/history/{Uri.EscapeDataString(attempt.Summary.Id)}/{Uri.EscapeDataString(id)}/"
        : $"/history/{Uri.EscapeDataString(attempt.Summary.Id)}/";
}
