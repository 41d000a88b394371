using System.Globalization;
using Hearth.LocalCluster.ApiServer.Http;

namespace Hearth.LocalCluster.ApiServer.Admission.PodSecurity;

/// <summary>The levels of the Pod Security Standards, each stricter than the one before.</summary>
internal enum PodSecurityLevel
{
    Privileged,
    Baseline,
    Restricted,
}

/// <summary>A level as the standards of one version have it.</summary>
/// <param name="Minor">Of version 1; null for the latest.</param>
internal sealed record LevelVersion(PodSecurityLevel Level, long? Minor)
{
    /// <summary><c>restricted:v1.34</c> or <c>baseline:latest</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{PodSecurityPolicy.NameOf(Level)}:{(Minor is null ? "latest" : "v1.")}{Minor}");
}

/// <summary>What the labels of a namespace ask of its pods. There is no audit log: what they ask of it is read for mistakes alone.</summary>
/// <param name="Enforce">What pods are refused by.</param>
/// <param name="Warn">What the writers of pods and of templates are warned by.</param>
internal sealed record PodSecurityPolicy(LevelVersion Enforce, LevelVersion Warn)
{
    /// <summary>How the names of all its labels begin.</summary>
    public const string Prefix = "pod-security.kubernetes.io/";

    /// <summary>Of namespaces without labels.</summary>
    public static readonly PodSecurityPolicy None = new(new(PodSecurityLevel.Privileged, null), new LevelVersion(PodSecurityLevel.Privileged, null));

    private static readonly string[] s_names = ["privileged", "baseline", "restricted"];

    public static string NameOf(PodSecurityLevel level) => s_names[(int)level];

    /// <param name="label">The value of a label; null where there is none.</param>
    public static PodSecurityPolicy Of(Func<string, string?> label) => Read(label, null);

    /// <summary>What is wrong with the labels, as the API tells it.</summary>
    public static List<FieldError> Problems(Func<string, string?> label)
    {
        var problems = new List<FieldError>();
        Read(label, problems);
        return problems;
    }

    /// <summary>A wrong level enforces the strictest there is, and warns of nothing; what is enforced is warned of too, unless something else is stated.</summary>
    private static PodSecurityPolicy Read(Func<string, string?> label, List<FieldError>? problems)
    {
        var (enforced, enforcedMinor) = Mode("enforce");
        Mode("audit");
        var (warned, warnedMinor) = Mode("warn");
        var enforce = new LevelVersion(enforced ?? PodSecurityLevel.Restricted, enforcedMinor);
        if (label(Prefix + "warn") is null && label(Prefix + "enforce") is not null && enforced is not null)
            (warned, warnedMinor) = (enforced, label(Prefix + "warn-version") is null ? enforcedMinor : warnedMinor);
        return new(enforce, new(warned ?? PodSecurityLevel.Privileged, warnedMinor));

        (PodSecurityLevel? Level, long? Minor) Mode(string mode)
        {
            var (levelLabel, versionLabel) = (Prefix + mode, Prefix + mode + "-version");
            PodSecurityLevel? level = PodSecurityLevel.Privileged;
            if (label(levelLabel) is { } name && !TryReadLevel(name, out level))
                problems?.Add(FieldError.Invalid($"metadata.labels[{levelLabel}]", name, "must be one of " + string.Join(", ", s_names)));
            long? minor = null;
            if (label(versionLabel) is { } version && !TryReadVersion(version, out minor))
                problems?.Add(FieldError.Invalid($"metadata.labels[{versionLabel}]", version, "must be \"latest\" or \"v1.x\""));
            return (level, minor);
        }
    }

    private static bool TryReadLevel(string name, out PodSecurityLevel? level)
    {
        var index = Array.IndexOf(s_names, name);
        level = index < 0 ? null : (PodSecurityLevel)index;
        return index >= 0;
    }

    private static bool TryReadVersion(string version, out long? minor)
    {
        minor = null;
        if (version == "latest")
            return true;
        const string Head = "v1.";
        if (!version.StartsWith(Head, StringComparison.Ordinal) || version.Length > Head.Length + 1 && version[Head.Length] == '0')
            return false;
        if (!long.TryParse(version.AsSpan(Head.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return false;
        minor = number;
        return true;
    }
}
