using Hearth.Spark.Configuration;

namespace Hearth.Spark.Submission.Steps;

/// <summary>
/// One volume of <c>spark.kubernetes.{driver,executor}.volumes.TYPE.NAME.*</c> (<c>KubernetesVolumeUtils</c>); the role is in the prefix.
/// </summary>
internal sealed record VolumeSpec
{
    public const string HostPath = "hostPath";
    public const string Claim = "persistentVolumeClaim";
    public const string EmptyDir = "emptyDir";
    public const string Nfs = "nfs";
    private const int SmallestSize = 1024;
    private const int LargestSmallSet = 4;

    public required string Type { get; init; }
    public required string Name { get; init; }
    public string MountPath { get; init; } = "";
    public bool ReadOnly { get; init; }
    public string SubPath { get; init; } = "";
    public string SubPathExpr { get; init; } = "";
    public string? Path { get; init; }
    public string? Server { get; init; }
    public string HostPathType { get; init; } = "";
    public string Medium { get; init; } = "";
    public string? SizeLimit { get; init; }
    public string? ClaimName { get; init; }
    public string? StorageClass { get; init; }
    public IReadOnlyList<KeyValuePair<string, string>> Labels { get; init; } = [];
    public IReadOnlyList<KeyValuePair<string, string>> Annotations { get; init; } = [];

    /// <summary>The volumes: up to four in Spark's own order, which numbers claims; more by name, for theirs is that of a hash of all they say.</summary>
    public static IReadOnlyList<VolumeSpec> Read(ConfReader conf, SparkTraits traits, string prefix)
    {
        var keys = conf.Conf.WithPrefix(prefix).Select(setting => setting.Key).ToArray();
        if (keys.Length == 0)
            return [];
        (string Type, string Name)[] names = [.. ScalaOrder.Of(keys, prefix, conf.Conf.Settings.Count, isTrie: !traits.VolumeOptions)
            .Select(key => key.Split('.', 3))
            .Where(parts => parts.Length >= 2)
            .Select(parts => (parts[0], parts[1]))
            .Distinct()];
        if (names.Length > LargestSmallSet)
            names = [.. names.OrderBy(volume => volume.Name, StringComparer.Ordinal).ThenBy(volume => volume.Type, StringComparer.Ordinal)];
        var volumes = new List<VolumeSpec>();
        foreach (var (type, name) in names)
        {
            if (type is HostPath or Claim or EmptyDir or Nfs)
                volumes.Add(Read(new Options(conf, prefix, type, name), traits));
            else
                conf.Problem($"{prefix}{type}.{name}", $"Kubernetes Volume type `{type}` is not supported", $"use {HostPath}, {Claim}, {EmptyDir} or {Nfs}");
        }

        return volumes;
    }

    /// <summary>Two volumes cannot be mounted at one path.</summary>
    public static void CheckMountPaths(ConfReader conf, string prefix, IReadOnlyList<VolumeSpec> volumes)
    {
        var twice = volumes.GroupBy(volume => volume.MountPath, StringComparer.Ordinal).Where(group => group.Key.Length > 0 && group.Count() > 1).ToArray();
        if (twice.Length == 0)
            return;
        var second = twice[0].Last();
        conf.Problem($"{prefix}{second.Type}.{second.Name}.mount.path",
            "requirement failed: Found duplicated mountPath: " + string.Join(", ", twice.Select(group => $"'{group.Key}'")), "mount each volume at a path of its own");
    }

    private static VolumeSpec Read(Options options, SparkTraits traits)
    {
        if (traits.VolumeOptions)
            options.MutuallyExclusive("mount.subPath", "mount.subPathExpr");
        var size = options["options.sizeLimit"];
        if (traits.VolumeOptions && size is { Length: > 0 } && size.All(char.IsAsciiDigit) && size.Length <= 4 && int.Parse(size, System.Globalization.CultureInfo.InvariantCulture) < SmallestSize)
            options.Problem("options.sizeLimit", $"Volume size `{size}` is smaller than 1KiB. Missing units?", $"write {size}Gi or {size}Mi");
        if (traits.VolumeOptions && size is { Length: 0 })
            options.Problem("options.sizeLimit", "For input string: \"\"", "write a size such as 10Gi, or leave the key away");
        var volume = new VolumeSpec
        {
            Type = options.Type,
            Name = options.Name,
            MountPath = options.MountPath(),
            ReadOnly = options.Bool("mount.readOnly"),
            SubPath = options["mount.subPath"] ?? "",
            SubPathExpr = options["mount.subPathExpr"] ?? "",
        };
        return options.Type switch
        {
            HostPath => volume with { Path = options.Required("options.path"), HostPathType = options["options.type"] ?? "" },
            Claim => volume with
            {
                ClaimName = options.Required("options.claimName"),
                StorageClass = options["options.storageClass"],
                SizeLimit = size,
                Labels = options.Map("label."),
                Annotations = options.Map("annotation."),
            },
            EmptyDir => volume with { Medium = options["options.medium"] ?? "", SizeLimit = size },
            _ => volume with { Path = options.Required("options.path"), Server = options.Required("options.server") },
        };
    }

    /// <summary>The settings below one volume's name.</summary>
    private sealed class Options(ConfReader conf, string prefix, string type, string name)
    {
        private readonly string _base = $"{prefix}{type}.{name}.";

        public string Type => type;

        public string Name => name;

        public string? this[string option] => conf.Conf[_base + option];

        public void Problem(string option, string message, string suggestion) => conf.Problem(_base + option, message, suggestion);

        public string Required(string option)
        {
            if (this[option] is { } value)
                return value;
            Problem(option, $"{type}.{name}.{option} is required for {type}", $"set {_base}{option}");
            return "";
        }

        public string MountPath()
        {
            if (this["mount.path"] is { } path)
                return path;
            Problem("mount.path", $"key not found: {type}.{name}.mount.path", $"set {_base}mount.path");
            return "";
        }

        public bool Bool(string option)
        {
            if (this[option] is not { } text)
                return false;
            if (bool.TryParse(text, out var value))
                return value;
            Problem(option, $"For input string: \"{text}\"", "write true or false");
            return false;
        }

        public void MutuallyExclusive(string first, string second)
        {
            if (this[first] is not null && this[second] is not null)
                Problem(second, $"These config options are mutually exclusive: {type}.{name}.{first}, {type}.{name}.{second}", "keep one of the two");
        }

        public IReadOnlyList<KeyValuePair<string, string>> Map(string option) => conf.Conf.WithPrefix(_base + option);
    }
}
