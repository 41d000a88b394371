using System.Globalization;
using System.Text;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>
/// Two texts as a unified difference of lines with three lines around each change, cut as Python's <c>difflib</c> cuts it, of which real
/// servers use a port: the longest common run first, lines that come too often left out of the search.
/// </summary>
internal sealed class LineDifference
{
    private const int Around = 3;
    private const int SmallText = 200;

    private readonly string[] _before;
    private readonly string[] _after;
    private readonly Dictionary<string, List<int>> _places = new(StringComparer.Ordinal);
    private readonly List<(int Before, int After, int Length)> _common = [];

    private LineDifference(string before, string after)
    {
        (_before, _after) = (before.Split('\n'), after.Split('\n'));
        for (var i = 0; i < _after.Length; i++)
        {
            if (!_places.TryGetValue(_after[i], out var places))
                _places[_after[i]] = places = [];
            places.Add(i);
        }

        if (_after.Length >= SmallText)
        {
            foreach (var line in _places.Where(place => place.Value.Count > _after.Length / 100 + 1).Select(place => place.Key).ToArray())
                _places.Remove(line);
        }

        Search(0, _before.Length, 0, _after.Length);
    }

    public static string Of(string before, string after) => new LineDifference(before, after).Write();

    private void Search(int beforeFrom, int beforeTo, int afterFrom, int afterTo)
    {
        var (before, after, length) = Longest(beforeFrom, beforeTo, afterFrom, afterTo);
        if (length == 0)
            return;
        Search(beforeFrom, before, afterFrom, after);
        if (_common.Count > 0 && _common[^1] is var last && last.Before + last.Length == before && last.After + last.Length == after)
            _common[^1] = (last.Before, last.After, last.Length + length);
        else
            _common.Add((before, after, length));
        Search(before + length, beforeTo, after + length, afterTo);
    }

    private (int Before, int After, int Length) Longest(int beforeFrom, int beforeTo, int afterFrom, int afterTo)
    {
        var (before, after, length) = (beforeFrom, afterFrom, 0);
        var runs = new Dictionary<int, int>();
        for (var i = beforeFrom; i < beforeTo; i++)
        {
            var next = new Dictionary<int, int>();
            foreach (var j in (_places.GetValueOrDefault(_before[i]) ?? []).Where(j => j >= afterFrom && j < afterTo))
            {
                var run = next[j] = runs.GetValueOrDefault(j - 1) + 1;
                if (run > length)
                    (before, after, length) = (i - run + 1, j - run + 1, run);
            }

            runs = next;
        }

        while (before > beforeFrom && after > afterFrom && _before[before - 1] == _after[after - 1])
            (before, after, length) = (before - 1, after - 1, length + 1);
        while (before + length < beforeTo && after + length < afterTo && _before[before + length] == _after[after + length])
            length++;
        return (before, after, length);
    }

    private string Write()
    {
        var text = new StringBuilder();
        var changes = Changes();
        for (var i = 0; i < changes.Count;)
        {
            var end = i + 1;
            while (end < changes.Count && changes[end].BeforeFrom - changes[end - 1].BeforeTo <= 2 * Around)
                end++;
            Hunk(text, changes[i..end]);
            i = end;
        }

        return text.ToString();
    }

    private List<(int BeforeFrom, int BeforeTo, int AfterFrom, int AfterTo)> Changes()
    {
        var changes = new List<(int, int, int, int)>();
        var (before, after) = (0, 0);
        foreach (var run in _common.Append((_before.Length, _after.Length, 0)))
        {
            if (before < run.Item1 || after < run.Item2)
                changes.Add((before, run.Item1, after, run.Item2));
            (before, after) = (run.Item1 + run.Item3, run.Item2 + run.Item3);
        }

        return changes;
    }

    private void Hunk(StringBuilder text, List<(int BeforeFrom, int BeforeTo, int AfterFrom, int AfterTo)> changes)
    {
        var (first, last) = (changes[0], changes[^1]);
        var lead = Math.Min(Around, first.BeforeFrom);
        var tail = Math.Min(Around, _before.Length - last.BeforeTo);
        text.Append(CultureInfo.InvariantCulture, $"@@ -{Range(first.BeforeFrom - lead, last.BeforeTo + tail)} +{Range(first.AfterFrom - lead, last.AfterTo + tail)} @@\n");
        var at = first.BeforeFrom - lead;
        foreach (var change in changes)
        {
            Lines(text, ' ', _before.AsSpan(at, change.BeforeFrom - at));
            Lines(text, '-', _before.AsSpan(change.BeforeFrom, change.BeforeTo - change.BeforeFrom));
            Lines(text, '+', _after.AsSpan(change.AfterFrom, change.AfterTo - change.AfterFrom));
            at = change.BeforeTo;
        }

        Lines(text, ' ', _before.AsSpan(at, tail));
    }

    private static string Range(int from, int to) => (to - from) switch
    {
        0 => $"{from},0",
        1 => $"{from + 1}",
        var length => $"{from + 1},{length}",
    };

    private static void Lines(StringBuilder text, char sign, ReadOnlySpan<string> lines)
    {
        foreach (var line in lines)
            text.Append(sign).Append(line).Append('\n');
    }
}
