using System.Globalization;

namespace Hearth.LocalCluster.Controllers;

/// <summary>Completion indexes as the status of a Job writes them: <c>0,2-4,7</c>.</summary>
internal static class JobIndexes
{
    public static SortedSet<int> Parse(string? text)
    {
        var indexes = new SortedSet<int>();
        foreach (var part in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var ends = part.Split('-');
            if (!Number(ends[0], out var first) || !Number(ends[^1], out var last))
                continue;
            for (var index = first; index <= last; index++)
                indexes.Add(index);
        }

        return indexes;
    }

    public static string Format(IEnumerable<int> indexes)
    {
        var parts = new List<string>();
        var ordered = indexes.Order().ToList();
        for (var i = 0; i < ordered.Count;)
        {
            var start = i++;
            while (i < ordered.Count && ordered[i] == ordered[i - 1] + 1)
                i++;
            var separator = i - start == 2 ? "," : "-";
            parts.Add(i - start == 1 ? Text(ordered[start]) : $"{Text(ordered[start])}{separator}{Text(ordered[i - 1])}");
        }

        return string.Join(',', parts);
    }

    private static string Text(int index) => index.ToString(CultureInfo.InvariantCulture);

    private static bool Number(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
