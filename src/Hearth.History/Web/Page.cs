using Hearth.History.Model;
using Hearth.History.Sources;

namespace Hearth.History.Web;

/// <summary>How pages are reached and what they may use.</summary>
/// <param name="Base">What stands before every address when a proxy puts the server below a path, such as "/spark"; else empty.</param>
/// <param name="Script">Whether the charts' script is in this build.</param>
/// <param name="User">Who is signed in; null when nobody has to be.</param>
internal sealed record Site(string Base, bool Script = false, string? User = null)
{
    public string Root(ListedAttempt attempt) => attempt.Summary.AttemptId is { } id
        ? $"{Base}/history/{Uri.EscapeDataString(attempt.Summary.Id)}/{Uri.EscapeDataString(id)}/"
        : $"{Base}/history/{Uri.EscapeDataString(attempt.Summary.Id)}/";

    /// <summary>The application's address in an API: "v1" or "v2".</summary>
    public string Api(string version, ListedAttempt attempt) =>
        $"{Base}/api/{version}/applications/{Uri.EscapeDataString(attempt.Summary.Id)}/{(attempt.Summary.AttemptId is { } id ? Uri.EscapeDataString(id) + "/" : "")}";
}

/// <summary>The frame of every page: title, navigation, content. No script is needed, and nothing comes from elsewhere.</summary>
internal static class Page
{
    private static readonly (string Path, string Name)[] s_tabs =
    [
        ("overview/", "Overview"), ("jobs/", "Jobs"), ("stages/", "Stages"), ("executors/", "Executors"), ("SQL/", "SQL"), ("storage/", "Storage"),
        ("environment/", "Environment"),
    ];

    public static string Of(Site site, string title, Html content)
    {
        var frame = Begin(site, title);
        frame.Add($"</header><main id=\"content\" tabindex=\"-1\"><h1>{title}</h1>{content}</main>");
        return End(frame, site);
    }

    /// <param name="tab">The tab that the page belongs to.</param>
    /// <param name="tabs">The tabs that this application has.</param>
    public static string Of(Site site, string title, Html content, ListedAttempt attempt, string tab, IEnumerable<(string Path, string Name)> tabs)
    {
        var summary = attempt.Summary;
        var name = summary.Name.Length > 0 ? summary.Name : "(no name)";
        var root = site.Root(attempt);
        var frame = Begin(site, $"{title} – {name}");
        frame.Add($"<nav class=\"crumbs\" aria-label=\"Breadcrumb\"><ol><li><a href=\"{site.Base}/\">Applications</a></li><li><a href=\"{root}overview/\">{name}</a></li>");
        var parent = tabs.FirstOrDefault(t => t.Path == tab);
        if (parent.Name is { } parentName && parentName != title)
            frame.Add($"<li><a href=\"{root}{tab}\">{parentName}</a></li>");
        frame.Add($"<li aria-current=\"page\">{title}</li></ol></nav></header>");
        frame.Add($"<div class=\"app\"><p class=\"facts\">{ApplicationListPage.State(attempt)} <code>{summary.Id}</code>");
        if (summary.AttemptId is { } attemptId)
            frame.Add($" <span>attempt {attemptId}</span>");
        frame.Add($" <span>{summary.User}</span> <span>{(summary.SparkVersion.Length > 0 ? "Spark " + summary.SparkVersion : "")}</span></p></div>");
        frame.Add($"<nav class=\"tabs\" aria-label=\"Application\"><ul>");
        foreach (var (path, text) in tabs)
            frame.Add($"<li><a href=\"{root}{path}\"{(path == tab ? new Markup(" aria-current=\"page\"") : default)}>{text}</a></li>");
        frame.Add($"</ul></nav><main id=\"content\" tabindex=\"-1\"><h1>{title}</h1>{content}</main>");
        return End(frame, site);
    }

    /// <summary>The tabs of an application: those of streaming and of servers only where it has had any.</summary>
    public static IEnumerable<(string Path, string Name)> Tabs(Application app)
    {
        foreach (var tab in s_tabs)
            yield return tab;
        if (app.StreamingQueries.Count > 0)
            yield return (StreamingPages.Tab, "Structured Streaming");
        if (app.Connect.Any)
            yield return (SessionPages.ConnectTab, "Connect");
        if (app.Thrift.Any)
            yield return (SessionPages.ThriftTab, "JDBC/ODBC server");
    }

    public static string Error(Site site, int status, string message)
    {
        var content = new Html();
        content.Add($"<div class=\"notice bad\" role=\"alert\"><p>{message}</p></div><p><a class=\"button\" href=\"{site.Base}/\">All applications</a></p>");
        return Of(site, status switch { 404 => "Not found", 403 => "Not allowed", 401 => "Sign in", _ => "Something went wrong" }, content);
    }

    private static Html Begin(Site site, string title)
    {
        var frame = new Html();
        frame.Add($"""
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark"><title>{title} – Hearth</title>
            <link rel="icon" type="image/svg+xml" href="{site.Base}/static/icon.svg"><link rel="stylesheet" href="{site.Base}/static/{Assets.Style}">
            """);
        if (site.Script)
            frame.Add($"<script src=\"{site.Base}/static/{Assets.ECharts}\" defer></script><script src=\"{site.Base}/static/{Assets.Charts}\" defer></script>");
        frame.Add($"</head><body><a class=\"skip\" href=\"#content\">Skip to content</a><header><a class=\"brand\" href=\"{site.Base}/\"><img src=\"{site.Base}/static/icon.svg\" alt=\"\" width=\"20\" height=\"20\">Hearth</a>");
        return frame;
    }

    private static string End(Html frame, Site site)
    {
        frame.Add($"<footer><span>Times are UTC.</span> <a href=\"{site.Base}/api/\">API</a>");
        if (site.User is { } user)
            frame.Add($" <form method=\"post\" action=\"{site.Base}/logout\"><span>{user}</span> <button>Sign out</button></form>");
        frame.Add($"</footer></body></html>");
        return frame.ToString();
    }
}
