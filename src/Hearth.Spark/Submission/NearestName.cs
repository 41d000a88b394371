namespace Hearth.Spark.Submission;

/// <summary>Finds the known name that a user most likely meant.</summary>
public static class NearestName
{
    /// <summary>The nearest of the known names by edits, if few of its letters differ; null where nothing is near.</summary>
    public static string? Find(string name, IEnumerable<string> known)
    {
        var best = (Name: (string?)null, Edits: Math.Max(2, name.Length / 8) + 1);
        foreach (var candidate in known)
        {
            if (Math.Abs(candidate.Length - name.Length) >= best.Edits)
                continue;
            var edits = Edits(name, candidate);
            if (edits < best.Edits)
                best = (candidate, edits);
        }

        return best.Name;
    }

    // Optimal string alignment: insert, delete, replace, swap neighbours; letters that differ in case only are equal.
    private static int Edits(string a, string b)
    {
        var before = new int[b.Length + 1];
        var previous = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var current = new int[b.Length + 1];
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = Same(a[i - 1], b[j - 1]) ? 0 : 1;
                current[j] = Math.Min(Math.Min(current[j - 1], previous[j]) + 1, previous[j - 1] + cost);
                if (i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1]))
                    current[j] = Math.Min(current[j], before[j - 2] + 1);
            }

            (before, previous) = (previous, current);
        }

        return previous[b.Length];
    }

    private static bool Same(char a, char b) => char.ToLowerInvariant(a) == char.ToLowerInvariant(b);
}
