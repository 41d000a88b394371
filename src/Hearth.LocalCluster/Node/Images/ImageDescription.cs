using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hearth.LocalCluster.Nodes;

/// <summary>
/// What the local cluster runs where Kubernetes runs an image: folders of this machine shown at the paths that the image has,
/// a command and an environment. Also read from <c>image.json</c> in a folder; paths there may be relative to it.
/// </summary>
public sealed record ImageDescription
{
    /// <summary>What pod statuses show as <c>imageID</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Folders and files of the host, at their place in the pod.</summary>
    public IReadOnlyList<ImageBind> Binds { get => field ?? []; init; }

    /// <summary>Run when a container names no <c>command</c>; its <c>args</c> follow.</summary>
    public IReadOnlyList<string> Entrypoint { get => field ?? []; init; }

    /// <summary>Run as the arguments when a container names neither <c>command</c> nor <c>args</c>.</summary>
    public IReadOnlyList<string> Arguments { get => field ?? []; init; }

    /// <summary>
    /// Defaults that the pod's own variables override. <c>$(POD_IP)</c>, <c>$(POD_NAME)</c> and <c>$(POD_NAMESPACE)</c> are filled in.
    /// </summary>
    public IReadOnlyDictionary<string, string> Environment { get => field ?? new Dictionary<string, string>(StringComparer.Ordinal); init; }

    /// <summary>Made, empty and writable, where nothing binds it. Default: <c>/</c>.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>The number of the user whose programs these are, as <c>USER</c> of a real image; honoured where the node is root. Null: nothing is said.</summary>
    public long? User { get; init; }

    /// <summary>Reads <c>image.json</c> of a folder.</summary>
    /// <exception cref="InvalidDataException">The file is missing or no image description; the message names it.</exception>
    public static ImageDescription Read(string folder)
    {
        var file = Path.Combine(folder, "image.json");
        try
        {
            using var stream = File.OpenRead(file);
            var image = JsonSerializer.Deserialize(stream, ImageJson.Default.ImageDescription)
                ?? throw new InvalidDataException($"{file} holds null where an image description is needed");
            return image with { Binds = [.. image.Binds.Select(b => b with { Source = b.Source is null ? null : Path.GetFullPath(b.Source, folder) })] };
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{file} is no image description: {error.Message}", error);
        }
        catch (IOException error)
        {
            throw new InvalidDataException($"{file} cannot be read: {error.Message}", error);
        }
    }
}

/// <param name="Source">A folder or file of the host; null: an empty folder that each container has for itself.</param>
/// <param name="Target">The absolute path in the pod.</param>
/// <param name="ReadOnly">Default: true.</param>
public sealed record ImageBind(string? Source, string Target, bool ReadOnly = true);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(ImageDescription))]
internal sealed partial class ImageJson : JsonSerializerContext;
