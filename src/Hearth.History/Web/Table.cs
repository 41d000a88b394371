using Hearth.History.Rest;

namespace Hearth.History.Web;

/// <summary>What a table shows of many rows; all of it is in the query, so every view has an address.</summary>
/// <param name="Keep">Other parameters of the page that its links carry on, such as the stage's id.</param>
/// <param name="Anchor">Where on the page the table stands, for links that come back to it.</param>
internal sealed record TableView(string Sort, bool Descending, int Page, int Size, string Search, (string Name, string Value)[] Keep, string Anchor = "")
{
    public const int DefaultSize = 100;
    public const int LargestPage = 1000;

    public static TableView Of(RestQuery query, string sort, bool descending, params (string Name, string Value)[] keep) => new(
        query.Text("sort", sort),
        query.First("desc") is { } desc ? desc == "1" : descending,
        Math.Max(1, SafeInt(query.First("page"), 1)),
        Math.Clamp(SafeInt(query.First("size"), DefaultSize), 1, LargestPage),
        query.Text("search", "").Trim(),
        keep);

    public int Skip => (int)Math.Min(int.MaxValue, (Page - 1L) * Size);

    public bool Finds(string? text) => Search.Length == 0 || text?.Contains(Search, StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>The query of this view with changes.</summary>
    public string Query(string? sort = null, bool? descending = null, int? page = null)
    {
        var kept = string.Concat(Keep.Where(k => k.Value.Length > 0).Select(k => $"{k.Name}={Uri.EscapeDataString(k.Value)}&"));
        return $"?{kept}sort={Uri.EscapeDataString(sort ?? Sort)}&desc={((descending ?? Descending) ? 1 : 0)}&page={page ?? Page}"
            + (Size == DefaultSize ? "" : $"&size={Size}") + (Search.Length > 0 ? "&search=" + Uri.EscapeDataString(Search) : "") + Anchor;
    }

    private static int SafeInt(string? text, int missing) => int.TryParse(text, out var value) ? value : missing;
}

/// <summary>A table of rows: its columns say what stands in a cell and, when they sort, by what.</summary>
internal sealed class Table<T>(string caption)
{
    private readonly List<Column> _columns = [];

    public Table<T> Cell(string heading, Action<Html, T> cell, bool number = false) => Add(new(heading, null, null, cell, number, null));

    public Table<T> Cell<TKey>(string heading, string key, Func<T, TKey> by, Action<Html, T> cell, bool number = false) =>
        Add(new(heading, key, (rows, descending) => Order(rows, by, descending), cell, number, null));

    /// <summary>A column whose order the rows have already; its heading still leads to another order.</summary>
    public Table<T> Sorted(string heading, string key, Action<Html, T> cell, bool number = false) => Add(new(heading, key, null, cell, number, null));

    public Table<T> Text(string heading, Func<T, string?> text) => Cell(heading, (html, row) => html.Add($"{text(row)}"));

    public Table<T> Text(string heading, string key, Func<T, string?> text) => Cell(heading, key, text, (html, row) => html.Add($"{text(row)}"));

    public Table<T> Number(string heading, string? key, Func<T, long> value) => Measure(heading, key, value, Show.Count, null);

    public Table<T> Time(string heading, string? key, Func<T, long?> time) =>
        Measure(heading, key, row => time(row) ?? -1, ms => Show.Time(ms), null);

    /// <summary>A time of an application's day, on that day without the date, which is in its tip.</summary>
    public Table<T> Clock(string heading, string? key, PageContext page, Func<T, long?> time)
    {
        Action<Html, T> cell = (html, row) => html.Add($"{page.Clock(time(row))}");
        return Add(new(heading, key, key is null ? null : (rows, descending) => Order(rows, row => time(row) ?? -1, descending), cell, true, null));
    }

    public Table<T> Duration(string heading, string? key, Func<T, long> ms) => Measure(heading, key, ms, Show.Duration, null);

    /// <summary>A size; the column is left out when no row of the table has any.</summary>
    public Table<T> Bytes(string heading, string? key, Func<T, long> bytes) => Measure(heading, key, bytes, Show.Bytes, row => bytes(row) != 0);

    /// <summary>A column that is left out when no row has it.</summary>
    public Table<T> When(Func<T, bool> has)
    {
        _columns[^1] = _columns[^1] with { Has = has };
        return this;
    }

    /// <summary>The last column holds text that needs room.</summary>
    public Table<T> Wide()
    {
        _columns[^1] = _columns[^1] with { Css = Markup.Wide };
        return this;
    }

    /// <summary>All rows as they come.</summary>
    public void Write(Html html, IReadOnlyCollection<T> rows, string none = "Nothing to show.") => Body(html, rows, rows, null, none);

    /// <summary>Sorts by the view's column and shows its page.</summary>
    public void Write(Html html, IEnumerable<T> rows, TableView view, string none)
    {
        var all = rows as IReadOnlyCollection<T> ?? [.. rows];
        var sort = _columns.Find(c => c.Key == view.Sort)?.Sort;
        Page(html, (sort is null ? all : sort(all, view.Descending)).Skip(view.Skip).Take(view.Size), all, all.Count, view, none);
    }

    /// <summary>Shows rows that are sorted and cut to a page already. <paramref name="all"/> decides which columns are worth showing.</summary>
    public void Page(Html html, IEnumerable<T> page, IEnumerable<T> all, long total, TableView view, string none)
    {
        Body(html, [.. page], all, view, view.Search.Length > 0 ? $"Nothing matches “{view.Search}”." : none);
        Pages(html, view, total);
    }

    private Table<T> Measure(string heading, string? key, Func<T, long> value, Func<long, string> text, Func<T, bool>? has)
    {
        Action<Html, T> cell = (html, row) => html.Add($"{text(value(row))}");
        return Add(new(heading, key, key is null ? null : (rows, descending) => Order(rows, value, descending), cell, true, has));
    }

    private Table<T> Add(Column column)
    {
        _columns.Add(column);
        return this;
    }

    private static IEnumerable<T> Order<TKey>(IEnumerable<T> rows, Func<T, TKey> by, bool descending)
    {
        var comparer = typeof(TKey) == typeof(string) ? (IComparer<TKey>)(object)StringComparer.OrdinalIgnoreCase : Comparer<TKey>.Default;
        return descending ? rows.OrderByDescending(by, comparer) : rows.OrderBy(by, comparer);
    }

    private void Body(Html html, IReadOnlyCollection<T> rows, IEnumerable<T> all, TableView? view, string none)
    {
        if (rows.Count == 0)
        {
            html.Add($"<p class=\"empty\">{none}</p>");
            return;
        }

        var columns = _columns.Where(c => c.Has is null || (view is not null && c.Key == view.Sort) || all.Any(c.Has)).ToArray();
        html.Add($"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{caption}\"><table><caption class=\"sr\">{caption}</caption><thead><tr>");
        foreach (var column in columns)
            Heading(html, column, view);
        html.Add($"</tr></thead><tbody>");
        foreach (var row in rows)
        {
            html.Add($"<tr>");
            foreach (var column in columns)
            {
                html.Add($"<td data-label=\"{column.Heading}\"{(column.IsNumber ? Markup.Number : column.Css)}>");
                column.Cell(html, row);
                html.Add($"</td>");
            }

            html.Add($"</tr>");
        }

        html.Add($"</tbody></table></div>");
    }

    private static void Heading(Html html, Column column, TableView? view)
    {
        var number = column.IsNumber ? Markup.Number : default;
        if (view is null || column.Key is null)
        {
            html.Add($"<th scope=\"col\"{number}>{column.Heading}</th>");
            return;
        }

        var sorted = view.Sort == column.Key;
        var order = sorted ? new Markup($" aria-sort=\"{(view.Descending ? "descending" : "ascending")}\"") : default;
        var link = view.Query(column.Key, sorted ? !view.Descending : column.IsNumber, 1);
        html.Add($"<th scope=\"col\"{number}{order}><a href=\"{link}\">{column.Heading}</a></th>");
    }

    private static void Pages(Html html, TableView view, long total)
    {
        var last = (int)Math.Max(1, (total + view.Size - 1) / view.Size);
        if (total == 0)
            return;
        html.Add($"<nav class=\"pages\" aria-label=\"Pages\"><span>{Show.Count(Math.Min(total, view.Skip + 1L))}–{Show.Count(Math.Min(total, (long)view.Skip + view.Size))} of {Show.Count(total)}</span>");
        if (last > 1)
        {
            Link(Math.Max(1, view.Page - 1), "← Previous", view.Page > 1, "prev");
            foreach (var page in Around(view.Page, last))
                Number(page);
            Link(view.Page + 1, "Next →", view.Page < last, "next");
        }

        html.Add($"</nav>");

        void Number(int page)
        {
            if (page == 0)
                html.Add($"<span class=\"dim\">…</span>");
            else if (page == view.Page)
                html.Add($"<span class=\"here\" aria-current=\"page\">{Show.Count(page)}</span>");
            else
                html.Add($"<a href=\"{view.Query(page: page)}\" aria-label=\"Page {page}\">{Show.Count(page)}</a>");
        }

        void Link(int page, string text, bool there, string rel)
        {
            if (there)
                html.Add($"<a rel=\"{rel}\" href=\"{view.Query(page: page)}\">{text}</a>");
            else
                html.Add($"<span class=\"dim\">{text}</span>");
        }
    }

    /// <summary>The pages worth a link: the ends and those around this one; 0 stands for those left out.</summary>
    private static IEnumerable<int> Around(int page, int last)
    {
        var before = 0;
        foreach (var next in new SortedSet<int> { 1, 2, page - 1, page, page + 1, last - 1, last }.Where(p => p >= 1 && p <= last))
        {
            if (next > before + 1)
                yield return 0;
            yield return before = next;
        }
    }

    private sealed record Column(
        string Heading, string? Key, Func<IEnumerable<T>, bool, IEnumerable<T>>? Sort, Action<Html, T> Cell, bool IsNumber, Func<T, bool>? Has)
    {
        public Markup Css { get; init; }
    }
}

/// <summary>The form above a table that narrows its rows; it works by query, so without script.</summary>
internal static class SearchForm
{
    public static void Write(Html html, TableView view, string hint, (string Name, string Label, (string Value, string Text)[] Choices)? filter = null)
    {
        html.Add($"<form class=\"find\" role=\"search\" action=\"{view.Anchor}\">");
        foreach (var (name, value) in view.Keep.Where(k => k.Name != filter?.Name && k.Value.Length > 0))
            html.Add($"<input type=\"hidden\" name=\"{name}\" value=\"{value}\">");
        html.Add($"<input type=\"search\" name=\"search\" value=\"{view.Search}\" placeholder=\"{hint}\" aria-label=\"Search by {hint}\">");
        if (filter is { } select)
        {
            var chosen = Array.Find(view.Keep, k => k.Name == select.Name).Value;
            html.Add($"<select name=\"{select.Name}\" aria-label=\"{select.Label}\">");
            foreach (var (value, text) in select.Choices)
                html.Add($"<option value=\"{value}\"{(value == chosen ? new Markup(" selected") : default)}>{text}</option>");
            html.Add($"</select>");
        }

        html.Add($"<button>Search</button>");
        if (view.Search.Length > 0 || (filter is { } set && Array.Exists(view.Keep, k => k.Name == set.Name && k.Value.Length > 0)))
        {
            var rest = string.Concat(view.Keep.Where(k => k.Name != filter?.Name).Select(k => $"{k.Name}={Uri.EscapeDataString(k.Value)}&"));
            html.Add($"<a class=\"button\" href=\"?{rest}\">Clear</a>");
        }

        html.Add($"</form>");
    }
}
