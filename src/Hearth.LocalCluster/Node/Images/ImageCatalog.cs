using System.IO.Enumeration;

namespace Hearth.LocalCluster.Nodes;

/// <summary>Which image reference means which description: the first pattern that fits wins.</summary>
public sealed record ImageCatalog
{
    /// <summary>Patterns over the whole reference as the pod writes it; <c>*</c> and <c>?</c> match any characters, slashes too.</summary>
    public IReadOnlyList<ImageEntry> Entries { get => field ?? []; init; }

    /// <summary>Null where no pattern fits: the pod shows <c>ErrImagePull</c>.</summary>
    public ImageDescription? Find(string reference)
    {
        foreach (var entry in Entries)
        {
            if (FileSystemName.MatchesSimpleExpression(entry.Pattern, reference, ignoreCase: false))
                return entry.Image;
        }

        return null;
    }
}

public sealed record ImageEntry(string Pattern, ImageDescription Image);
