namespace Hearth.LocalCluster.Nodes;

/// <summary>Paths as a process sees them whose root is another.</summary>
internal static class RootedPath
{
    private const int MostLinks = 40;

    /// <summary>Where a path below <paramref name="root"/> lies on the host, each link followed within that root.</summary>
    public static string Resolve(string root, string path)
    {
        var left = new Stack<string>(Names(path).Reverse());
        var at = "";
        for (var links = 0; left.TryPop(out var name);)
        {
            if (name == "..")
            {
                at = at[..Math.Max(0, at.LastIndexOf('/'))];
                continue;
            }

            var next = $"{at}/{name}";
            if (links < MostLinks && new FileInfo(root + next).LinkTarget is { } target)
            {
                links++;
                at = Path.IsPathRooted(target) ? "" : at;
                foreach (var part in Names(target).Reverse())
                    left.Push(part);
                continue;
            }

            at = next;
        }

        return root + at;
    }

    private static IEnumerable<string> Names(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(name => name != ".");
}
