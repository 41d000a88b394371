using Microsoft.AspNetCore.Components;

namespace Hearth.History.Web.Parts;

/// <summary>A table of rows: its columns say what stands in a cell and, when they sort, by what.</summary>
internal sealed class Table<T>(string caption)
{
    private readonly List<Column<T>> _columns = [];

    public Table<T> Cell(string heading, RenderFragment<T> cell, bool number = false) => Add(new(heading, cell) { IsNumber = number });

    public Table<T> Cell<TKey>(string heading, string key, Func<T, TKey> by, RenderFragment<T> cell, bool number = false) =>
        Add(new(heading, cell) { Key = key, Sort = (rows, descending) => Order(rows, by, descending), IsNumber = number });

    /// <summary>A column whose order the rows have already; its heading still leads to another order.</summary>
    public Table<T> Sorted(string heading, string key, RenderFragment<T> cell, bool number = false) => Add(new(heading, cell) { Key = key, IsNumber = number });

    public Table<T> Text(string heading, Func<T, string?> text) => Cell(heading, Content(text));

    public Table<T> Text(string heading, string key, Func<T, string?> text) => Cell(heading, key, text, Content(text));

    public Table<T> Number(string heading, string? key, Func<T, long> value) => Measure(heading, key, value, Show.Count, null);

    public Table<T> Time(string heading, string? key, Func<T, long?> time) => Measure(heading, key, row => time(row) ?? -1, ms => Show.Time(ms), null);

    /// <summary>A time of an application's day, on that day without the date, which is in its tip.</summary>
    public Table<T> Clock(string heading, string? key, PageContext page, Func<T, long?> time) =>
        Add(new(heading, row => Cells.Clock(page, time(row)))
        {
            Key = key,
            Sort = key is null ? null : (rows, descending) => Order(rows, row => time(row) ?? -1, descending),
            IsNumber = true,
        });

    public Table<T> Duration(string heading, string? key, Func<T, long> ms) => Measure(heading, key, ms, Show.Duration, null);

    /// <summary>A size; the column is left out when no row of the table has any.</summary>
    public Table<T> Bytes(string heading, string? key, Func<T, long> bytes) => Measure(heading, key, bytes, Show.Bytes, row => bytes(row) != 0);

    /// <summary>The last column is left out when no row has it.</summary>
    public Table<T> When(Func<T, bool> has) => Change(column => column with { Has = has });

    /// <summary>The last column holds text that needs room.</summary>
    public Table<T> Wide() => Change(column => column with { IsWide = true });

    /// <summary>All rows as they come.</summary>
    public RenderFragment Rows(IReadOnlyCollection<T> rows, string none = "Nothing to show.") => DataTable.Of(caption, Worth(rows, null), rows, null, rows.Count, none);

    /// <summary>Sorts by the view's column and shows its page.</summary>
    public RenderFragment Rows(IEnumerable<T> rows, TableView view, string none)
    {
        var all = rows as IReadOnlyCollection<T> ?? [.. rows];
        var sort = _columns.Find(c => c.Key == view.Sort)?.Sort;
        return Page((sort is null ? all : sort(all, view.Descending)).Skip(view.Skip).Take(view.Size), all, all.Count, view, none);
    }

    /// <summary>Shows rows that are sorted and cut to a page already. <paramref name="all"/> decides which columns are worth showing.</summary>
    public RenderFragment Page(IEnumerable<T> page, IEnumerable<T> all, long total, TableView view, string none) =>
        DataTable.Of(caption, Worth(all, view), [.. page], view, total, view.Search.Length > 0 ? $"Nothing matches “{view.Search}”." : none);

    private Column<T>[] Worth(IEnumerable<T> rows, TableView? view) =>
        [.. _columns.Where(c => c.Has is null || (view is not null && c.Key == view.Sort) || rows.Any(c.Has))];

    private Table<T> Measure(string heading, string? key, Func<T, long> value, Func<long, string> text, Func<T, bool>? has) =>
        Add(new(heading, Content(row => text(value(row))))
        {
            Key = key,
            Sort = key is null ? null : (rows, descending) => Order(rows, value, descending),
            IsNumber = true,
            Has = has,
        });

    private Table<T> Add(Column<T> column)
    {
        _columns.Add(column);
        return this;
    }

    private Table<T> Change(Func<Column<T>, Column<T>> change)
    {
        _columns[^1] = change(_columns[^1]);
        return this;
    }

    private static RenderFragment<T> Content(Func<T, string?> text) => row => Cells.Text(text(row));

    private static IEnumerable<T> Order<TKey>(IEnumerable<T> rows, Func<T, TKey> by, bool descending)
    {
        var comparer = typeof(TKey) == typeof(string) ? (IComparer<TKey>)(object)StringComparer.OrdinalIgnoreCase : Comparer<TKey>.Default;
        return descending ? rows.OrderByDescending(by, comparer) : rows.OrderBy(by, comparer);
    }
}

/// <summary>A column of a table.</summary>
internal sealed record Column<T>(string Heading, RenderFragment<T> Cell)
{
    /// <summary>Its name in the query, where rows can be sorted by it.</summary>
    public string? Key { get; init; }

    public Func<IEnumerable<T>, bool, IEnumerable<T>>? Sort { get; init; }
    public bool IsNumber { get; init; }
    public bool IsWide { get; init; }

    /// <summary>Whether a row has anything to say in it.</summary>
    public Func<T, bool>? Has { get; init; }

    public string? Css => IsNumber ? "n" : IsWide ? "wide" : null;
}
