namespace Hearth.History.Web;

/// <summary>A column of a table: its heading, and what sorts it (null: it does not sort).</summary>
internal sealed record Column(string Heading, string? SortKey = null, bool IsNumber = false);

/// <summary>What a table shows of many rows; all of it is in the query, so every view has an address.</summary>
internal sealed record TableView(string Sort, bool Descending, int Page, int Size, string Search)
{
    public const int DefaultSize = 100;
    private const int LargestSize = 1000;

    public static TableView Of(Rest.RestQuery query, string sort, bool descending) => new(
        query.Text("sort", sort),
        query.First("desc") is { } desc ? desc == "1" : descending,
        Math.Max(1, SafeInt(query.First("page"), 1)),
        Math.Clamp(SafeInt(query.First("size"), DefaultSize), 1, LargestSize),
        query.Text("search", "").Trim());

    public int Skip => (int)Math.Min(int.MaxValue, (Page - 1L) * Size);

    /// <summary>The query of this view with changes; <paramref name="keep"/> are other parameters of the page.</summary>
    public string Query(string keep, string? sort = null, bool? descending = null, int? page = null) =>
        $"?{keep}sort={Uri.EscapeDataString(sort ?? Sort)}&desc={((descending ?? Descending) ? 1 : 0)}&page={page ?? Page}&size={Size}"
        + (Search.Length > 0 ? "&search=" + Uri.EscapeDataString(Search) : "");

    public IEnumerable<T> Order<T, TKey>(IEnumerable<T> rows, Func<T, TKey> key)
    {
        var comparer = typeof(TKey) == typeof(string) ? (IComparer<TKey>)(object)StringComparer.OrdinalIgnoreCase : Comparer<TKey>.Default;
        return Descending ? rows.OrderByDescending(key, comparer) : rows.OrderBy(key, comparer);
    }

    private static int SafeInt(string? text, int missing) => int.TryParse(text, out var value) ? value : missing;
}

internal static class Table
{
    public static void Begin(Html html, string caption, IEnumerable<Column> columns, TableView? view = null, string keep = "")
    {
        html.Add($"<div class=\"scroll\"><table><caption class=\"sr\">{caption}</caption><thead><tr>");
        foreach (var column in columns)
        {
            var numeric = column.IsNumber ? new Markup(" class=\"n\"") : default;
            if (view is null || column.SortKey is null)
            {
                html.Add($"<th scope=\"col\"{numeric}>{column.Heading}</th>");
                continue;
            }

            var sorted = view.Sort == column.SortKey;
            var order = sorted ? new Markup($" aria-sort=\"{(view.Descending ? "descending" : "ascending")}\"") : default;
            var arrow = sorted ? view.Descending ? " ▼" : " ▲" : "";
            var link = view.Query(keep, column.SortKey, sorted ? !view.Descending : column.IsNumber, 1);
            html.Add($"<th scope=\"col\"{numeric}{order}><a href=\"{link}\">{column.Heading}{arrow}</a></th>");
        }

        html.Add($"</tr></thead><tbody>");
    }

    public static void End(Html html) => html.Add($"</tbody></table></div>");

    public static void Pages(Html html, TableView view, long total, string keep = "")
    {
        var last = Math.Max(1, (total + view.Size - 1) / view.Size);
        html.Add($"<p class=\"pages\">{Show.Count(total)} rows");
        if (last > 1)
        {
            html.Add($", page {view.Page} of {Show.Count(last)} ");
            if (view.Page > 1)
                html.Add($"<a rel=\"prev\" href=\"{view.Query(keep, page: view.Page - 1)}\">← previous</a> ");
            if (view.Page < last)
                html.Add($"<a rel=\"next\" href=\"{view.Query(keep, page: view.Page + 1)}\">next →</a>");
        }

        html.Add($"</p>");
    }
}
