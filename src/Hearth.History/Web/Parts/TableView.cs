using Hearth.History.Rest;

namespace Hearth.History.Web.Parts;

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

    public bool Finds(params ReadOnlySpan<string?> texts)
    {
        foreach (var text in texts)
        {
            if (text?.Contains(Search, StringComparison.OrdinalIgnoreCase) == true)
                return true;
        }

        return Search.Length == 0;
    }

    public string Kept(string name) => Array.Find(Keep, k => k.Name == name).Value ?? "";

    /// <summary>The query of this view with changes.</summary>
    public string Query(string? sort = null, bool? descending = null, int? page = null, int? size = null) =>
        $"?{Carried(Keep)}sort={Uri.EscapeDataString(sort ?? Sort)}&desc={((descending ?? Descending) ? 1 : 0)}&page={page ?? Page}"
        + ((size ?? Size) == DefaultSize ? "" : $"&size={size ?? Size}") + (Search.Length > 0 ? "&search=" + Uri.EscapeDataString(Search) : "") + Anchor;

    /// <summary>The query without the search and one other narrowing.</summary>
    public string Cleared(string? name) => "?" + Carried(Keep.Where(k => k.Name != name));

    private static string Carried(IEnumerable<(string Name, string Value)> kept) =>
        string.Concat(kept.Where(k => k.Value.Length > 0).Select(k => $"{k.Name}={Uri.EscapeDataString(k.Value)}&"));

    private static int SafeInt(string? text, int missing) => int.TryParse(text, out var value) ? value : missing;
}
